import type { ExampleTable } from '../../features/types.ts'
import { expectedPurchases, fitBgNbd, probabilityOfPurchase, type BgNbd, type PurchaseHistories } from './bgnbd.ts'
import { expectedSpend, fitGammaGamma } from './gammaGamma.ts'

/** BG/NBD × Gamma-Gamma: expected purchases within the horizon times expected spend per purchase. */
export function predictAmountByBgNbd(
  users: ExampleTable,
  trainRows: Int32Array,
  rows: Int32Array,
  horizonDays: number,
): Float64Array {
  const latest = rowsAtLatestCutoff(users, trainRows)
  const { frequency, recencyDays, ageDays, meanRepeatSpend } = users.baseline
  const model = fitBgNbd(historiesOf(users, latest))
  const spend = fitGammaGamma(take(frequency, latest), take(meanRepeatSpend, latest))
  const perPurchase = spendPerPurchase(users, latest)
  return Float64Array.from(rows, (row) => {
    const purchases = expectedPurchases(model, frequency[row], recencyDays[row], ageDays[row], horizonDays)
    // Too few repeat buyers for Gamma-Gamma: everybody's purchase is worth the same.
    return purchases * (spend ? expectedSpend(spend, frequency[row], meanRepeatSpend[row]) : perPurchase)
  })
}

/** BG/NBD's chance of at least one purchase within the horizon. */
export function predictRepurchaseByBgNbd(
  users: ExampleTable,
  trainRows: Int32Array,
  rows: Int32Array,
  horizonDays: number,
): Float64Array {
  const { frequency, recencyDays, ageDays } = users.baseline
  const model: BgNbd = fitBgNbd(historiesOf(users, rowsAtLatestCutoff(users, trainRows)))
  return Float64Array.from(rows, (row) =>
    probabilityOfPurchase(model, frequency[row], recencyDays[row], ageDays[row], horizonDays),
  )
}

/** The model describes a customer's whole history, so each training customer counts once, at its latest cutoff. */
function rowsAtLatestCutoff(users: ExampleTable, trainRows: Int32Array): Int32Array {
  const latest = trainRows.reduce((most, row) => Math.max(most, users.cutoffs[row]), -Infinity)
  return trainRows.filter((row) => users.cutoffs[row] === latest)
}

const historiesOf = ({ baseline }: ExampleTable, rows: Int32Array): PurchaseHistories => ({
  frequency: take(baseline.frequency, rows),
  recency: take(baseline.recencyDays, rows),
  age: take(baseline.ageDays, rows),
})

function spendPerPurchase({ baseline }: ExampleTable, rows: Int32Array): number {
  const spend = rows.reduce((sum, row) => sum + baseline.totalSpend[row], 0)
  return spend / rows.reduce((sum, row) => sum + baseline.frequency[row] + 1, 0)
}

const take = (values: Float64Array, rows: Int32Array): Float64Array => Float64Array.from(rows, (row) => values[row])
