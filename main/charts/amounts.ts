import type { Task } from '../features/types.ts'
import type { CellKind, ChartKit } from './chart.ts'
import type { Figure } from './format.ts'

/** What a task's first output is measured in. */
export const unitOf = {
  ltv: 'money',
  repurchase: 'percent',
  potential: 'number',
  loyalty: 'percent',
} as const satisfies Record<Task, CellKind>

/** Words the ticks of an axis of amounts. */
export function formatTick(task: Task, { format }: ChartKit): (value: Figure) => string {
  const unit = unitOf[task]
  return unit === 'money' ? format.money : unit === 'percent' ? format.wholePercent : format.tick
}

/** All figures of an amount, for tooltips. */
export function formatExactly(task: Task, { format }: ChartKit): (value: Figure) => string {
  const unit = unitOf[task]
  return unit === 'money' ? format.exactMoney : unit === 'percent' ? format.percent : format.exact
}
