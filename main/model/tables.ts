import type { Matrix } from '../base/table.ts'
import type { ActLog } from '../features/actLog.ts'
import { fitScales, scaleInputs, type ColumnScale } from '../features/scaling.ts'
import type { part } from '../features/types.ts'
import { inputGroups, type Entity, type ExampleTable, type FeatureSpec, type InputGroup } from '../features/types.ts'
import { gatherActs } from './gatherActs.ts'
import { codedNames, entities, type Batch } from './network/network.ts'

/** The tables of training or scoring data by what their rows stand for; an empty table counts as none. */
export type Tables = Partial<Record<Entity, ExampleTable>>

export function tablesOf(data: {
  users: ExampleTable
  products: ExampleTable | null
  pairs: ExampleTable | null
  log: ActLog | null
}): Tables {
  const given = { user: data.users, product: data.products, pair: data.pairs }
  return Object.fromEntries(
    Object.entries(given).flatMap(([entity, table]) =>
      table && table.rows > 0 ? [[entity, { ...table, log: data.log }]] : [],
    ),
  )
}

/** A table with its inputs as the network sees them. */
export interface PreparedTable {
  table: ExampleTable
  scaled: Record<InputGroup, Matrix>
  /** By group, 1 for rows that have any of its inputs. */
  present: Record<InputGroup, Uint8Array>
  /** What the rows' sequences are cut from; the same for all tables. */
  log: ActLog | null
}

export type PreparedTables = Partial<Record<Entity, PreparedTable>>
export type Scales = Partial<Record<Entity, ColumnScale[]>>

export function mapEntities<From, To>(
  given: Partial<Record<Entity, From>>,
  change: (value: From, entity: Entity) => To,
): Partial<Record<Entity, To>> {
  const result: Partial<Record<Entity, To>> = {}
  for (const entity of entities) {
    const value = given[entity]
    if (value !== undefined) result[entity] = change(value, entity)
  }
  return result
}

export const fitAllScales = (specs: FeatureSpec[], tables: Tables): Scales =>
  mapEntities(tables, (table) => fitScales(specs, table))

/** Scales every table; one whose entity was not there in training is left out. */
export function prepareTables(specs: FeatureSpec[], scales: Scales, tables: Tables): PreparedTables {
  const prepared: PreparedTables = {}
  for (const entity of entities) {
    const [table, entityScales] = [tables[entity], scales[entity]]
    if (!table || !entityScales) continue
    const scaled = scaleInputs(specs, entityScales, table)
    prepared[entity] = { table, scaled, present: presentIn(table), log: table.log ?? null }
  }
  return prepared
}

/** Customers always have behaviour; who bought no known product has no product inputs, who has no links no social ones. */
function presentIn(table: ExampleTable): Record<InputGroup, Uint8Array> {
  const anyIn = ({ names, rows, values }: Matrix) => {
    const width = names.length
    return Uint8Array.from({ length: rows }, (_, row) => {
      for (let at = row * width; at < (row + 1) * width; at++) if (values[at] !== 0) return 1
      return 0
    })
  }
  const { product, social } = table.inputs
  return { behaviour: new Uint8Array(table.rows).fill(1), product: anyIn(product), social: anyIn(social) }
}

/** Numbers of a table's rows in one part of the split. */
export function rowsIn(table: ExampleTable, wanted: (typeof part)[keyof typeof part]): Int32Array {
  const rows = new Int32Array(table.rows)
  let count = 0
  for (let row = 0; row < table.rows; row++) if (table.parts[row] === wanted) rows[count++] = row
  return rows.slice(0, count)
}

/** Known labels of one name on the rows of one part. */
export const knownLabels = (table: ExampleTable, name: string, wanted: number): Float64Array =>
  table.labels[name].filter((label, row) => table.parts[row] === wanted && !Number.isNaN(label))

/** The given rows of each table, stacked for the network. */
export function gatherBatch(prepared: PreparedTables, picks: Partial<Record<Entity, Int32Array>>): Batch {
  const rows = { user: 0, product: 0, pair: 0 }
  for (const entity of entities) rows[entity] = picks[entity]?.length ?? 0
  const total = entities.reduce((sum, entity) => sum + rows[entity], 0)
  const [inputs, present] = [{} as Batch['inputs'], {} as Batch['present']]
  for (const group of inputGroups) {
    const width = entities.reduce((found, entity) => prepared[entity]?.scaled[group].names.length ?? found, 0)
    const stacked = new Float32Array(total * width)
    let at = 0
    for (const entity of entities) {
      const source = prepared[entity]?.scaled[group].values
      if (!source) continue
      for (const row of picks[entity] ?? []) {
        for (let from = row * width; from < (row + 1) * width; from++) stacked[at++] = source[from]
      }
    }
    inputs[group] = stacked
    present[group] = stack(new Float32Array(total), prepared, picks, (table) => table.present[group])
  }
  const codes = {} as Batch['codes']
  for (const name of codedNames) {
    codes[name] = stack(new Int32Array(total), prepared, picks, ({ table }) => table.codes[name])
  }
  return { rows, inputs, present, codes, acts: gatherActs(prepared, picks) }
}

/** One column's values of the given rows of each table, one table's after the other's. */
function stack<Column extends Float32Array | Int32Array>(
  target: Column,
  prepared: PreparedTables,
  picks: Partial<Record<Entity, Int32Array>>,
  columnOf: (table: PreparedTable) => ArrayLike<number>,
): Column {
  let at = 0
  for (const entity of entities) {
    const table = prepared[entity]
    if (!table) continue
    const column = columnOf(table)
    for (const row of picks[entity] ?? []) target[at++] = column[row]
  }
  return target
}

/** The labels of the given rows of each table, by label name. */
export function gatherLabels(
  prepared: PreparedTables,
  picks: Partial<Record<Entity, Int32Array>>,
): Record<string, Float64Array> {
  const labels: Record<string, Float64Array> = {}
  for (const entity of entities) {
    const rows = picks[entity] ?? new Int32Array(0)
    for (const [name, values] of Object.entries(prepared[entity]?.table.labels ?? {})) {
      const own = new Float64Array(rows.length)
      for (let i = 0; i < rows.length; i++) own[i] = values[rows[i]]
      labels[name] = own
    }
  }
  return labels
}

/** The rows of each table that a batch's rows are mixed with: `partners` are row numbers of the batch. */
export function partnersOf(
  picks: Partial<Record<Entity, Int32Array>>,
  partners: Int32Array,
): Partial<Record<Entity, Int32Array>> {
  let first = 0
  return mapEntities(picks, (rows) => {
    const start = first
    first += rows.length
    return rows.map((_, i) => rows[partners[start + i] - start])
  })
}
