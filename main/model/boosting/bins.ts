/** Cells of one column by quantile: a value above `edges[i]` and up to `edges[i + 1]` falls into bin i + 1. */
export interface BinnedColumns {
  rows: number
  /** By column: ascending; one fewer than there are bins. Without any, the column has one bin and can't be split. */
  edges: Float32Array[]
  /** By column: the bin of every row. */
  bins: Uint8Array[]
}

/** A column's cells, by row. */
export type Columns = Float32Array[]

/** As many as a byte can tell apart is more than trees of a few leaves can use, and small nodes pay for every bin. */
export const mostBins = 128

/** Quantiles of more rows than this are those of every k-th row. */
const mostSampled = 100_000

/**
 * Cuts columns into quantile bins (LightGBM: Ke et al. 2017), fitted on the given rows, for all rows. Each edge is a value
 * that occurs, so that the same comparison, value ≤ edge, holds for bins and for values. Of columns with few different
 * values every one has its bin. `read` gives the cells of a column, which are not kept. Values that are no number count as the largest.
 */
export function binColumns(
  rows: number,
  count: number,
  read: (column: number) => Float32Array,
  fitRows: Int32Array,
): BinnedColumns {
  const binned: BinnedColumns = { rows, edges: [], bins: [] }
  for (let column = 0; column < count; column++) {
    const values = read(column)
    const edges = quantileEdges(values, fitRows)
    const bins = new Uint8Array(rows)
    for (let row = 0; row < rows; row++) bins[row] = binOf(edges, values[row])
    binned.edges.push(edges)
    binned.bins.push(bins)
  }
  return binned
}

/** The number of edges below the value. */
function binOf(edges: Float32Array, value: number): number {
  let low = 0
  let high = edges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (value <= edges[middle]) high = middle
    else low = middle + 1
  }
  return low
}

function quantileEdges(values: Float32Array, rows: Int32Array): Float32Array {
  const step = Math.ceil(rows.length / mostSampled)
  const sorted = rows
    .filter((_, i) => i % step === 0)
    .reduce((cells, row, i) => ((cells[i] = values[row]), cells), new Float32Array(Math.ceil(rows.length / step)))
    .sort()
  const different = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1])
  // The largest value is an edge of nothing.
  if (different.length <= mostBins) return different.slice(0, -1)
  return evenEdges(sorted)
}

/**
 * Edges that share the rows out evenly. A value that many rows have takes one bin to itself, and what is left is shared
 * out among the bins that are left.
 */
function evenEdges(sorted: Float32Array): Float32Array {
  const edges: number[] = []
  let from = 0
  while (from < sorted.length && edges.length < mostBins - 1) {
    const wanted = (sorted.length - from) / (mostBins - edges.length)
    const edge = sorted[Math.min(sorted.length - 1, Math.ceil(from + wanted) - 1)]
    const next = firstAbove(sorted, edge)
    if (next === sorted.length) break
    edges.push(edge)
    from = next
  }
  return Float32Array.from(edges)
}

function firstAbove(sorted: Float32Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle] <= value) low = middle + 1
    else high = middle
  }
  return low
}
