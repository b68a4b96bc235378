import type { ExampleTable } from '../../features/types.ts'

const mostBands = 5
/** Mean rows per cell that an extra band must leave. */
const rowsPerCell = 30

/**
 * The mean label of training customers in the same cell of recency, frequency and money: quintiles each, as in Hughes
 * (1994), "Strategic Database Marketing", or fewer bands where training rows are few. An empty cell takes the mean over
 * its recency and frequency, then the mean of all.
 */
export function predictByRfmCell(
  users: ExampleTable,
  labels: Float64Array,
  trainRows: Int32Array,
  rows: Int32Array,
): Float64Array {
  const { ageDays, recencyDays, frequency, totalSpend } = users.baseline
  const bands = Math.min(mostBands, Math.max(2, Math.floor(Math.cbrt(trainRows.length / rowsPerCell))))
  const sinceLast = ageDays.map((age, row) => age - recencyDays[row])
  const recencyBand = bandOf(sinceLast, trainRows, bands)
  const frequencyBand = bandOf(frequency, trainRows, bands)
  const moneyBand = bandOf(totalSpend, trainRows, bands)

  const pairOf = (row: number) => recencyBand(row) * bands + frequencyBand(row)
  const cellOf = (row: number) => pairOf(row) * bands + moneyBand(row)
  const byCell = meansBy(cellOf, labels, trainRows)
  const byPair = meansBy(pairOf, labels, trainRows)
  const overall = meansBy(() => 0, labels, trainRows).get(0) ?? 0
  return Float64Array.from(rows, (row) => byCell.get(cellOf(row)) ?? byPair.get(pairOf(row)) ?? overall)
}

/** Which band of equal size (by training rows) a row's value falls into; equal values share a band. */
function bandOf(values: Float64Array, trainRows: Int32Array, bands: number): (row: number) => number {
  const sorted = Float64Array.from(trainRows, (row) => values[row]).sort()
  const edges = Array.from({ length: bands - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / bands)])
  return (row) => edges.filter((edge) => values[row] >= edge).length
}

function meansBy(groupOf: (row: number) => number, labels: Float64Array, rows: Int32Array): Map<number, number> {
  const sums = new Map<number, { sum: number; count: number }>()
  for (const row of rows) {
    if (Number.isNaN(labels[row])) continue
    const group = sums.get(groupOf(row)) ?? { sum: 0, count: 0 }
    group.sum += labels[row]
    group.count++
    sums.set(groupOf(row), group)
  }
  return new Map([...sums].map(([group, { sum, count }]) => [group, sum / count]))
}
