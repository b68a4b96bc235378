/** The mean training label of a row's group; that of all where no training row is in the group. */
export function groupMeans(
  labels: Float64Array,
  groupOf: (row: number) => number,
  trainRows: Int32Array,
  rows: Int32Array,
): Float64Array {
  const sums = new Map<number, { sum: number; count: number }>()
  const whole = { sum: 0, count: 0 }
  for (const row of trainRows) {
    if (Number.isNaN(labels[row])) continue
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
