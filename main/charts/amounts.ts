import type { Task, TaskKind } from '../features/types.ts'
import type { CellKind, ChartKit } from './chart.ts'
import type { Figure } from './format.ts'
import { kindOfTask } from './taskWords.ts'

const unitByKind = {
  ltv: 'money',
  repurchase: 'percent',
  potential: 'number',
  loyalty: 'percent',
  yesNo: 'percent',
  amount: 'money',
  count: 'number',
  increment: 'money',
} as const satisfies Record<TaskKind, CellKind>

/** What a task's first output is measured in. */
export const unitOf = (task: Task): (typeof unitByKind)[TaskKind] => unitByKind[kindOfTask(task)]

/** Words the ticks of an axis of amounts. */
export function formatTick(task: Task, { format }: ChartKit): (value: Figure) => string {
  const unit = unitOf(task)
  return unit === 'money' ? format.money : unit === 'percent' ? format.wholePercent : format.tick
}

/** All figures of an amount, for tooltips. */
export function formatExactly(task: Task, { format }: ChartKit): (value: Figure) => string {
  const unit = unitOf(task)
  return unit === 'money' ? format.exactMoney : unit === 'percent' ? format.percent : format.exact
}
