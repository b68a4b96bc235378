import { endOfInterval, kindIn, nameIn, taskIn } from '../base/taskId.ts'
import type { OwnTaskId, Task, TaskKind } from '../features/types.ts'
import type { ChartKit } from './chart.ts'

type Translate = ChartKit['translate']

export const kindOfTask = (task: Task): TaskKind => kindIn(task) as TaskKind

/** A task as readers call it: the analyst's own by the name it was given. */
export function taskName(task: Task, { translate }: { translate: Translate }): string {
  const name = nameIn(task)
  if (kindOfTask(task) !== 'increment') return name === '' ? translate(`charts.tasks.${task}`) : name
  const [from, to] = name.split('-')
  return translate('charts.tasks.increment', { from, to })
}

/** What the axis of a task's first output counts. */
export const measureName = (task: Task, { translate }: { translate: Translate }): string =>
  translate(`charts.measures.${kindIn(task)}`, { task: nameIn(task) })

/** Whether a task is one of the analyst's own. */
export const isOwnTask = (task: Task): task is OwnTaskId => nameIn(task) !== '' && kindOfTask(task) !== 'increment'

/** A further column of customers' scores as readers call it: an own task, or customer value within fewer days. */
export function columnName(output: string, kit: { translate: Translate }): string {
  const days = /^ltv\.within(\d+)$/.exec(output)?.[1]
  if (days !== undefined) return kit.translate('charts.tasks.within', { days })
  const task = taskName(taskIn(output) as Task, kit)
  const end = endOfInterval(output)
  return end ? kit.translate(`charts.tasks.${end}`, { task }) : task
}
