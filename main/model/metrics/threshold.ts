/**
 * The probability from which a row counts as positive: the one with the highest F1 on validation rows, the highest
 * such threshold if several tie. 0.5 when validation has no positive row. Masked labels (NaN) are left out.
 */
export function chooseThreshold(actual: Float64Array, predicted: Float64Array): number {
  const rows = Array.from(actual.keys()).filter((row) => !Number.isNaN(actual[row]))
  rows.sort((i, j) => predicted[j] - predicted[i])
  const positives = rows.filter((row) => actual[row] >= 0.5).length
  let hits = 0
  let best = 0
  let threshold = 0.5
  for (let k = 0; k < rows.length; k++) {
    if (actual[rows[k]] >= 0.5) hits++
    const last = k === rows.length - 1
    if (!last && predicted[rows[k + 1]] === predicted[rows[k]]) continue
    const score = (2 * hits) / (k + 1 + positives)
    if (score > best) {
      best = score
      // Half-way to the next row below, so that rounding on other rows does not decide.
      threshold = last ? predicted[rows[k]] : (predicted[rows[k]] + predicted[rows[k + 1]]) / 2
    }
  }
  return threshold
}
