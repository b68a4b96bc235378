import type { Task } from '../features/types.ts'
import type { CellKind, ChartKit } from './chart.ts'

/** What a task's first output is measured in. */
export const unitOf = {
  ltv: 'money',
  repurchase: 'percent',
  potential: 'number',
  loyalty: 'percent',
} as const satisfies Record<Task, CellKind>

/** Three significant figures; whole percentages, for axes. */
export const formatAmount = (task: Task, { format }: ChartKit): ((value: number | null) => string) =>
  unitOf[task] === 'percent' ? format.wholePercent : format[unitOf[task]]

/** All figures of an amount, for tooltips. */
export function formatExactly(task: Task, { format }: ChartKit): (value: number | null) => string {
  const unit = unitOf[task]
  return unit === 'money' ? format.exactMoney : unit === 'percent' ? format.percent : format.exact
}
