import { createRandom, hashText } from '../base/random.ts'
import type { Matrix } from '../base/table.ts'
import { columnIndex, untransformed, specsOf, transformed, type ColumnScale } from '../features/scaling.ts'
import {
  inputGroups,
  type ExampleTable,
  type FeatureSpec,
  type InputGroup,
  type SourceKind,
} from '../features/types.ts'
import type { PreparedTable } from '../model/tables.ts'

/** What a model knows of the columns of one entity: the specs, and one scale for each. */
export interface Columns {
  specs: FeatureSpec[]
  scales: ColumnScale[]
}

/** Changes a transformed value of one row and column. */
type Change = (value: number, row: number, scale: ColumnScale) => number

/**
 * Gaussian noise of a standard deviation of `size` standard deviations on every input that the model listens to, where
 * inputs are standardised. Inputs that cannot be below 0 stay at or above it.
 */
export function withNoise(columns: Columns, table: ExampleTable, size: number, seed: number): ExampleTable {
  return changed(columns, table, (spec) => {
    const random = createRandom(hashText(`noise ${spec.group} ${spec.name}`, seed))
    return (value, _, { deviation }) => value + size * deviation * random.normal()
  })
}

/**
 * The rows as they would be without one source: its columns stand at their mean over training rows, and who has no links
 * has none of the figures that come from them. Products lose what they are coded as.
 */
export function withoutSource(columns: Columns, table: ExampleTable, source: SourceKind): ExampleTable {
  const without = changed(columns, table, (spec) => {
    if (spec.source !== source) return null
    return source === 'social' ? () => 0 : (_value, _row, { mean }) => mean
  })
  if (source !== 'products') return without
  const none = new Int32Array(table.rows)
  return { ...without, codes: { category: none, brand: none } }
}

/** Whether a source has any input that the model listens to. */
export const isUsed = ({ specs, scales }: Columns, source: SourceKind): boolean =>
  specs.some((spec, index) => spec.source === source && scales[index].deviation > 0)

/**
 * The rows whose scaled inputs, as the networks see them, are those given, one matrix per group; what the model does not
 * listen to stays, and so do groups in which a row has nothing at all.
 */
export function withScaled(
  columns: Columns,
  { table, scaled: origin, present }: PreparedTable,
  moved: Record<InputGroup, Float32Array>,
): ExampleTable {
  return changed(columns, table, (spec) => {
    const place = specsOf(columns.specs, spec.group).indexOf(spec)
    const width = origin[spec.group].names.length
    const weight = spec.weight ?? 1
    return (value, row, { deviation }) => {
      const at = row * width + place
      if (present[spec.group][row] === 0) return value
      return value + ((moved[spec.group][at] - origin[spec.group].values[at]) / weight) * deviation
    }
  })
}

/** A copy of the table; `changeOf` gives what happens to a column's transformed values, or null where it stays. */
function changed(
  { specs, scales }: Columns,
  table: ExampleTable,
  changeOf: (spec: FeatureSpec) => Change | null,
): ExampleTable {
  const inputs = {} as Record<InputGroup, Matrix>
  for (const group of inputGroups)
    inputs[group] = { ...table.inputs[group], values: table.inputs[group].values.slice() }
  specs.forEach((spec, index) => {
    const change = scales[index].deviation > 0 ? changeOf(spec) : null
    if (!change) return
    const { names, values } = inputs[spec.group]
    const column = columnIndex(inputs[spec.group], spec)
    for (let row = 0; row < table.rows; row++) {
      const at = row * names.length + column
      const value = transformed(values[at], spec.transform)
      const raw = untransformed(change(value, row, scales[index]), spec.transform)
      values[at] = spec.transform === 'log1p' ? Math.max(0, raw) : raw
    }
  })
  return { ...table, inputs }
}
