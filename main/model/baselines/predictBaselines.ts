import { pastColumn } from '../../features/own/ownColumns.ts'
import { kindOf, type ExampleTable, type Task } from '../../features/types.ts'
import { predictByPastShare, predictBySmoothedShare } from './brandShare.ts'
import { groupMeans } from './groupMeans.ts'
import { predictAmountByBgNbd, predictRepurchaseByBgNbd } from './purchaseBaseline.ts'
import { predictByRfmCell } from './rfmCell.ts'
import { predictByRidge } from './ridge.ts'
import { predictBySpend } from './spend.ts'
import { predictByLastPeriod, predictByMovingAverage } from './unitTrend.ts'

/** What a baseline predicts: by output of the task, one figure per asked row. */
export type BaselineOutputs = Record<string, Float64Array>

/**
 * Every baseline of a task, by name: learned from the labels of `trainRows` alone, predicted for `rows` (rows of the
 * same table, in the order asked for). Throws without training rows.
 */
export function predictBaselines(
  task: Task,
  table: ExampleTable,
  trainRows: Int32Array,
  rows: Int32Array,
  horizonDays: number,
): Record<string, BaselineOutputs> {
  if (trainRows.length === 0) throw new Error(`the baselines of ${task} need training rows; there are none`)
  const { labels, baseline } = table
  const [label, past] = [labels[task], baseline[pastColumn(task)]]
  switch (kindOf(task)) {
    case 'ltv':
      return {
        bgnbd: { amount: predictAmountByBgNbd(table, trainRows, rows, horizonDays) },
        rfmCell: { amount: predictByRfmCell(table, labels.ltv, trainRows, rows) },
        totalSpend: { amount: predictBySpend(baseline.totalSpend, labels.ltv, trainRows, rows) },
        lastSpend: { amount: predictBySpend(baseline.lastSpend, labels.ltv, trainRows, rows) },
        ridge: { amount: predictByRidge(table, labels.ltv, trainRows, rows) },
      }
    case 'repurchase':
      return {
        bgnbd: { p: predictRepurchaseByBgNbd(table, trainRows, rows, horizonDays) },
        rfmCell: { p: predictByRfmCell(table, labels.repurchase, trainRows, rows) },
      }
    case 'yesNo':
      return {
        rfmCell: { p: predictByRfmCell(table, label, trainRows, rows) },
        pastRate: { p: groupMeans(label, (row) => past[row], trainRows, rows) },
      }
    case 'amount':
    case 'increment':
      return {
        rfmCell: { amount: predictByRfmCell(table, label, trainRows, rows) },
        pastAmount: { amount: predictBySpend(past, label, trainRows, rows) },
      }
    case 'count':
      return {
        rfmCell: { count: predictByRfmCell(table, label, trainRows, rows) },
        pastCount: { count: predictBySpend(past, label, trainRows, rows) },
      }
    case 'potential':
      return {
        lastPeriod: { ...predictByLastPeriod(table, rows) },
        movingAverage: { ...predictByMovingAverage(table, rows) },
      }
    case 'loyalty':
      return {
        pastShare: { ...predictByPastShare(table, trainRows, rows) },
        smoothedShare: { ...predictBySmoothedShare(table, trainRows, rows) },
      }
  }
}
