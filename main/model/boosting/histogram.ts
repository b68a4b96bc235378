import type { BinnedColumns } from './bins.ts'

/** The first and second derivatives of the loss by each row's score. */
export interface Derivatives {
  gradient: Float64Array
  hessian: Float64Array
}

/** What the rows of one node add up to in each bin of the columns looked at. */
export interface Histogram {
  /** Two sums a bin: of first and of second derivatives. */
  sums: Float64Array
  /** Rows a bin. */
  counts: Int32Array
}

/** Where the columns looked at have their bins. */
export interface Layout {
  columns: Int32Array
  /** First bin of each column looked at, and one past the last. */
  starts: Int32Array
}

export function layOut({ edges }: BinnedColumns, columns: Int32Array): Layout {
  const starts = new Int32Array(columns.length + 1)
  columns.forEach((column, i) => (starts[i + 1] = starts[i] + edges[column].length + 1))
  return { columns, starts }
}

export const createHistogram = ({ columns, starts }: Layout): Histogram => ({
  sums: new Float64Array(2 * starts[columns.length]),
  counts: new Int32Array(starts[columns.length]),
})

/** Room for derivatives in the order of a node's rows, used again by every node. */
export interface Scratch {
  gradient: Float64Array
  hessian: Float64Array
}

/** Adds the rows up; what the histogram held before is forgotten. */
export function fillHistogram(
  histogram: Histogram,
  { bins }: BinnedColumns,
  { columns, starts }: Layout,
  rows: Int32Array,
  { gradient, hessian }: Derivatives,
  scratch: Scratch,
): void {
  const { sums, counts } = histogram
  sums.fill(0)
  counts.fill(0)
  // Read once in the rows' order: every column then reads them one after the other.
  const [ownGradient, ownHessian] = [scratch.gradient, scratch.hessian]
  for (let i = 0; i < rows.length; i++) {
    ownGradient[i] = gradient[rows[i]]
    ownHessian[i] = hessian[rows[i]]
  }
  for (let place = 0; place < columns.length; place++) {
    const column = bins[columns[place]]
    const start = starts[place]
    for (let i = 0; i < rows.length; i++) {
      const bin = start + column[rows[i]]
      sums[2 * bin] += ownGradient[i]
      sums[2 * bin + 1] += ownHessian[i]
      counts[bin]++
    }
  }
}

/** Turns the histogram of a node into that of the child whose sibling's is given. */
export function subtractHistogram(parent: Histogram, sibling: Histogram): void {
  for (let i = 0; i < parent.sums.length; i++) parent.sums[i] -= sibling.sums[i]
  for (let i = 0; i < parent.counts.length; i++) parent.counts[i] -= sibling.counts[i]
}
