import type { CellReaders } from './expression/values.ts'

/** A sum in cents split in proportion to weights; what rounding leaves goes to the last part, so that nothing is lost. */
export function splitSum(total: number, weights: number[]): number[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  const parts = all > 0 ? weights.map((weight) => weight / all) : weights.map(() => 1 / weights.length)
  const shares = parts.slice(0, -1).map((part) => Math.round(total * part * 100) / 100)
  // In thousandths of a cent, so that the last share shows no dust of binary fractions.
  const rest = total - shares.reduce((sum, share) => sum + share, 0)
  return [...shares, Math.round(rest * 100_000) / 100_000]
}

/** The weight of every row: the product of its cells in some columns. All 1 where one of them is missing or no number. */
export function weightsOf(rows: string[][], indexes: number[], readers: CellReaders): number[] {
  const weights = rows.map((cells) =>
    indexes.reduce((product, index) => {
      const value = readers.number(cells[index])
      return product * (typeof value === 'number' ? Math.abs(value) : NaN)
    }, 1),
  )
  return weights.some(Number.isNaN) ? weights.map(() => 1) : weights
}

/** Replaces a column's cells by their shares of one cell's sum. What is no number stays on every row as it was. */
export function spreadCell(
  rows: string[][],
  index: number,
  cell: string,
  weights: number[],
  readers: CellReaders,
): void {
  const total = readers.number(cell)
  const shares = typeof total === 'number' ? splitSum(total, weights) : null
  rows.forEach((cells, i) => (cells[index] = shares ? readers.write(shares[i]) : cell))
}
