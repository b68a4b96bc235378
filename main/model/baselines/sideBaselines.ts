import type { ExampleTable, Task } from '../../features/types.ts'
import { predictByMarketShare } from './brandShare.ts'
import type { BaselineOutputs } from './predictBaselines.ts'

/** The baselines of a side table's task, as `predictBaselines` gives those of the main tables: there is no history to go by. */
export function predictSideBaselines(
  task: Task,
  table: ExampleTable,
  trainRows: Int32Array,
  rows: Int32Array,
): Record<string, BaselineOutputs> {
  if (trainRows.length === 0) throw new Error(`the baselines of ${task} need training rows; there are none`)
  const { ltv, repurchase, units } = table.labels
  switch (task) {
    case 'ltv':
      return { trainingMean: { amount: groupMeans(ltv, () => 0, trainRows, rows) } }
    case 'repurchase':
      return { trainingMean: { p: groupMeans(repurchase, () => 0, trainRows, rows) } }
    case 'potential': {
      const { category } = table.baseline
      const means = groupMeans(units, (row) => category[row], trainRows, rows)
      return { categoryMean: { units: means, growth: means.map(Math.log1p) } }
    }
    case 'loyalty':
      return { marketShare: { ...predictByMarketShare(table, trainRows, rows) } }
  }
}

/** The mean training label of a row's group; that of all where no training row is in the group. */
function groupMeans(
  labels: Float64Array,
  groupOf: (row: number) => number,
  trainRows: Int32Array,
  rows: Int32Array,
): Float64Array {
  const sums = new Map<number, { sum: number; count: number }>()
  const whole = { sum: 0, count: 0 }
  for (const row of trainRows) {
    const group = sums.get(groupOf(row)) ?? { sum: 0, count: 0 }
    sums.set(groupOf(row), group)
    for (const one of [group, whole]) {
      one.sum += labels[row]
      one.count++
    }
  }
  return Float64Array.from(rows, (row) => {
    const { sum, count } = sums.get(groupOf(row)) ?? whole
    return sum / count
  })
}
