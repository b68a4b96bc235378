import { inputGroups, type ExampleTable } from '../../features/types.ts'
import { solvePositive } from './linearSystem.ts'
import { levelFactor } from './scale.ts'

/** The normal equations cost rows × inputs²: of more rows than this, every k-th is taken. */
const mostRows = 50_000

/** Keeps one outlying row from predicting an infinite amount: e^30. */
const mostLog = 30

/**
 * Ridge regression of log(1 + spend) on the signed logs of all inputs, standardised on training rows. The penalty is that
 * of Hoerl, Kennard & Baldwin (1975), columns · σ² / |β|², for a signal as large as the noise. Predictions are
 * exp(·) − 1, at least 0, times one factor that meets the training total.
 */
export function predictByRidge(
  users: ExampleTable,
  labels: Float64Array,
  trainRows: Int32Array,
  rows: Int32Array,
): Float64Array {
  const step = Math.ceil(trainRows.length / mostRows)
  const fitRows = trainRows.filter((_, i) => i % step === 0)
  const predict = fitRidge(createReader(users), labels, fitRows)
  const factor = levelFactor(
    Float64Array.from(fitRows, (row) => labels[row]),
    Float64Array.from(fitRows, predict),
  )
  return Float64Array.from(rows, (row) => factor * predict(row))
}

/** Reads the inputs of one row into `values`, which has one place per input. */
interface Reader {
  width: number
  read(row: number, values: Float64Array): void
}

const signedLog = (value: number): number => Math.sign(value) * Math.log1p(Math.abs(value))

/** Every input and baseline column, as signed logs. */
function createReader({ inputs, baseline }: ExampleTable): Reader {
  const columns = Object.values(baseline)
  const matrices = inputGroups.map((group) => inputs[group])
  return {
    width: columns.length + matrices.reduce((sum, { names }) => sum + names.length, 0),
    read(row, values) {
      let place = 0
      for (const column of columns) values[place++] = signedLog(column[row])
      for (const { names, values: cells } of matrices) {
        for (let j = 0; j < names.length; j++) values[place++] = signedLog(cells[row * names.length + j])
      }
    },
  }
}

/** Gives the prediction of a row, before its level is set. */
function fitRidge(reader: Reader, labels: Float64Array, rows: Int32Array): (row: number) => number {
  const { width } = reader
  const { means, scales } = columnScales(reader, rows)
  const values = new Float64Array(width)
  const readStandardised = (row: number) => {
    reader.read(row, values)
    for (let j = 0; j < width; j++) values[j] = (values[j] - means[j]) * scales[j]
  }
  const target = (row: number) => Math.log1p(Math.max(0, labels[row]))
  const mean = rows.reduce((sum, row) => sum + target(row), 0) / rows.length

  const gram = new Float64Array(width * width)
  const moments = new Float64Array(width)
  for (let j = 0; j < width; j++) gram[j * width + j] = width
  for (const row of rows) {
    readStandardised(row)
    const residual = target(row) - mean
    for (let j = 0; j < width; j++) {
      moments[j] += values[j] * residual
      // The lower triangle is all that the factorisation reads.
      for (let k = 0; k <= j; k++) gram[j * width + k] += values[j] * values[k]
    }
  }
  const weights = solvePositive(gram, moments, width)
  return (row) => {
    readStandardised(row)
    const log = values.reduce((sum, value, j) => sum + value * weights[j], mean)
    return Math.max(0, Math.expm1(Math.min(log, mostLog)))
  }
}

/** Means and reciprocal deviations; a column that is constant on these rows gets 0 and so no say. */
function columnScales(reader: Reader, rows: Int32Array): { means: Float64Array; scales: Float64Array } {
  const values = new Float64Array(reader.width)
  const means = new Float64Array(reader.width)
  const squares = new Float64Array(reader.width)
  for (const row of rows) {
    reader.read(row, values)
    for (let j = 0; j < values.length; j++) means[j] += values[j] / rows.length
  }
  for (const row of rows) {
    reader.read(row, values)
    for (let j = 0; j < values.length; j++) squares[j] += (values[j] - means[j]) ** 2 / rows.length
  }
  return { means, scales: squares.map((square) => (square > 1e-12 ? 1 / Math.sqrt(square) : 0)) }
}
