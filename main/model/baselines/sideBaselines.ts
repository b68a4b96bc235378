import type { ExampleTable, Task } from '../../features/types.ts'
import { predictByMarketShare } from './brandShare.ts'
import { groupMeans } from './groupMeans.ts'
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
    default:
      throw new Error(`side tables have no task ${task}`)
  }
}
