/** Dense numbers, row after row: `values[row * names.length + column]`. */
export interface Matrix {
  names: string[]
  rows: number
  values: Float32Array
}

export const createMatrix = (names: string[], rows: number): Matrix => ({
  names,
  rows,
  values: new Float32Array(names.length * rows),
})

/** The given rows, in the given order, as a matrix of their own. */
export function takeRows(matrix: Matrix, rows: ArrayLike<number>): Matrix {
  const width = matrix.names.length
  const taken = createMatrix(matrix.names, rows.length)
  for (let i = 0; i < rows.length; i++) {
    taken.values.set(matrix.values.subarray(rows[i] * width, (rows[i] + 1) * width), i * width)
  }
  return taken
}

/** One column as its own array, e.g. for a baseline or a chart. */
export function columnOf(matrix: Matrix, name: string): Float64Array {
  const column = matrix.names.indexOf(name)
  const width = matrix.names.length
  const values = new Float64Array(matrix.rows)
  if (column < 0) throw new Error(`no column ${name}; there are ${matrix.names.join(', ')}`)
  for (let row = 0; row < matrix.rows; row++) values[row] = matrix.values[row * width + column]
  return values
}
