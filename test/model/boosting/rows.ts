import { createRandom } from '../../../main/base/random.ts'
import { binColumns, type BinnedColumns, type Columns } from '../../../main/model/boosting/bins.ts'

/** Columns with `levels` different values each (0: as many as rows), and an amount that follows from the first two. */
export function exampleRows(rows: number, width: number, levels = 0, seed = 1) {
  const random = createRandom(seed)
  const columns: Columns = Array.from({ length: width }, () => new Float32Array(rows))
  const amount = new Float64Array(rows)
  for (let row = 0; row < rows; row++) {
    for (const column of columns) column[row] = levels > 0 ? random.integer(levels) / 4 : random.normal()
    const rate = 0.3 * columns[0][row] + (columns[1][row] > 0.5 ? 0.7 : 0)
    amount[row] = random.poisson(Math.exp(rate)) * Math.exp(random.normal())
  }
  return { columns, amount }
}

export const range = (from: number, to: number): Int32Array =>
  Int32Array.from({ length: to - from }, (_, i) => from + i)

export const binned = (columns: Columns, fitRows: Int32Array): BinnedColumns =>
  binColumns(columns[0].length, columns.length, (column) => columns[column], fitRows)
