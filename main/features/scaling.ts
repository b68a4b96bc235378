import { createMatrix, type Matrix } from '../base/table.ts'
import { inputGroups, part, type ExampleTable, type FeatureSpec, type InputGroup } from './types.ts'

/** Mean and spread of one input column after its transform. A column without spread is switched off. */
export interface ColumnScale {
  mean: number
  deviation: number
}

/** Standardised values beyond this are cut: one extreme row must not steer the network. */
export const scaledLimit = 6

/** The specs of one encoder, in the order of its matrix's columns. */
export const specsOf = (specs: FeatureSpec[], group: InputGroup): FeatureSpec[] =>
  specs.filter((spec) => spec.group === group)

/** Scales of one entity's columns, one per spec in the specs' order, from its training rows alone. */
export function fitScales(specs: FeatureSpec[], table: ExampleTable): ColumnScale[] {
  return specs.map((spec) => {
    const matrix = table.inputs[spec.group]
    const column = columnIndex(matrix, spec)
    let count = 0
    let mean = 0
    let squares = 0
    for (let row = 0; row < table.rows; row++) {
      if (table.parts[row] !== part.train) continue
      const value = transformed(matrix.values[row * matrix.names.length + column], spec.transform)
      // Welford's update: no cancellation, whatever the column's level.
      const delta = value - mean
      mean += delta / ++count
      squares += delta * (value - mean)
    }
    const deviation = count > 1 ? Math.sqrt(squares / (count - 1)) : 0
    return { mean, deviation: deviation > 1e-9 * Math.max(1, Math.abs(mean)) ? deviation : 0 }
  })
}

/** The table's inputs, transformed, standardised and cut to ±6, one matrix per encoder. */
export function scaleInputs(
  specs: FeatureSpec[],
  scales: ColumnScale[],
  table: ExampleTable,
): Record<InputGroup, Matrix> {
  const scaled = {} as Record<InputGroup, Matrix>
  for (const group of inputGroups) {
    const groupSpecs = specsOf(specs, group)
    const raw = table.inputs[group]
    const matrix = createMatrix(
      groupSpecs.map((spec) => spec.name),
      table.rows,
    )
    groupSpecs.forEach((spec, target) => {
      const source = columnIndex(raw, spec)
      const { mean, deviation } = scales[specs.indexOf(spec)]
      if (deviation === 0) return
      const weight = spec.weight ?? 1
      for (let row = 0; row < table.rows; row++) {
        const value = transformed(raw.values[row * raw.names.length + source], spec.transform)
        const standardised = (value - mean) / deviation
        matrix.values[row * groupSpecs.length + target] =
          weight * Math.max(-scaledLimit, Math.min(scaledLimit, standardised))
      }
    })
    scaled[group] = matrix
  }
  return scaled
}

export function columnIndex(matrix: Matrix, spec: FeatureSpec): number {
  const column = matrix.names.indexOf(spec.name)
  if (column < 0) throw new Error(`no input column ${spec.group}.${spec.name}; there are ${matrix.names.join(', ')}`)
  return column
}

export function transformed(value: number, transform: FeatureSpec['transform']): number {
  if (transform === 'log1p') return Math.log1p(Math.max(0, value))
  if (transform === 'signedLog1p') return Math.sign(value) * Math.log1p(Math.abs(value))
  return value
}

/** What a transform made of a value, turned back. */
export function untransformed(value: number, transform: FeatureSpec['transform']): number {
  if (transform === 'log1p') return Math.expm1(value)
  if (transform === 'signedLog1p') return Math.sign(value) * Math.expm1(Math.abs(value))
  return value
}
