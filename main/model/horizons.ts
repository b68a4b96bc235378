import { kindIn, taskIn } from '../base/taskId.ts'
import { daysOf } from '../features/own/ownTask.ts'
import { kindOf, type ExampleTable, type Increment, type Task } from '../features/types.ts'
import type { Figures } from './types.ts'

const isIncrement = (task: Task): task is Increment => kindOf(task) === 'increment'

/** The parts of customer value among tasks, in the order of their days. */
export const incrementsIn = (tasks: Task[]): Increment[] =>
  tasks.filter(isIncrement).sort((a, b) => daysOf(a).fromDay - daysOf(b).fromDay)

/** What was learned as what it is asked for: customer value in the place of its parts. */
export function askedTasks(learned: Task[]): Task[] {
  const others = learned.filter((task) => !isIncrement(task))
  return others.length < learned.length ? ['ltv', ...others] : others
}

/** What must be learned for the tasks asked for, of a model with such tasks. */
export const learnedFor = (asked: Task[], learned: Task[]): Task[] =>
  asked.flatMap((task): Task[] => (task === 'ltv' && !learned.includes('ltv') ? incrementsIn(learned) : [task]))

/** The output that holds customer value up to a day. */
export const horizonOutput = (days: number): string => `ltv.within${days}`

/**
 * Figures with the increments among them added up: `ltv.amount` of the whole horizon and `ltv.within30` and the like of the
 * shorter ones. No increment is below 0, so what customers are worth grows with the horizon.
 */
export function addIncrements(figures: Figures): Figures {
  const names = Object.keys(figures).filter((name) => kindIn(name) === 'increment')
  if (names.length === 0) return figures
  const increments = incrementsIn(names.map((name) => taskIn(name) as Task))
  const added: Figures = { ...figures }
  let sum: Float64Array | null = null
  for (const [place, increment] of increments.entries()) {
    const own = figures[`${increment}.amount`]
    sum = sum ? sum.map((value, row) => value + own[row]) : own.slice()
    added[place === increments.length - 1 ? 'ltv.amount' : horizonOutput(daysOf(increment).toDay)] = sum
  }
  return added
}

/** A table in which customer value is what increments up to a day come to; NaN where one of them was not observed. */
export function labelledWithin(table: ExampleTable, increments: Increment[], days: number): ExampleTable {
  const parts = increments.filter((increment) => daysOf(increment).toDay <= days).map((task) => table.labels[task])
  const ltv = Float64Array.from({ length: table.rows }, (_, row) => parts.reduce((sum, labels) => sum + labels[row], 0))
  return { ...table, labels: { ...table.labels, ltv } }
}
