import { release } from '../base/handover.ts'
import { takeRows, type Matrix } from '../base/table.ts'
import { createSequences } from './actLog.ts'
import { emptyMatrix } from './columns.ts'
import type { FeatureSet } from './featureSet.ts'
import { pastColumn } from './own/ownColumns.ts'
import { baselineNames, labelNames, type Entity, type ExampleTable, type InputGroup } from './types.ts'

/** Codes and sequences of rows that are about nothing and have none. */
export const createContext = (rows: number): Pick<ExampleTable, 'codes' | 'sequences'> => ({
  codes: { category: new Int32Array(rows), brand: new Int32Array(rows) },
  sequences: createSequences(rows),
})

/** A table of zeros with every column the entity has. Labels are left out where rows are to be scored. */
export function createTable(entity: Entity, rows: number, features: FeatureSet, labelled: boolean): ExampleTable {
  const columns = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, new Float64Array(rows)] as const))
  const asked = entity === 'user' ? features.windows : []
  return {
    entity,
    rows,
    ids: new Int32Array(rows),
    brandIds: new Int32Array(entity === 'pair' ? rows : 0),
    clusters: new Int32Array(rows),
    cutoffs: new Float64Array(rows),
    parts: new Uint8Array(rows),
    inputs: {
      behaviour: emptyMatrix(features.groups.behaviour, rows),
      product: emptyMatrix(features.groups.product, rows),
      social: emptyMatrix(features.groups.social, rows),
    },
    ...createContext(rows),
    labels: columns(labelled ? [...labelNames[entity], ...asked.map(({ task }) => task)] : []),
    baseline: columns([...baselineNames[entity], ...asked.map(({ task }) => pastColumn(task))]),
  }
}

type Column = Int32Array | Float64Array | Float32Array | Uint8Array

/**
 * One table's rows after the other's. All have the same columns; there is at least one table. The given tables are used
 * up: each column is freed once it is joined, so that the rows are in memory little more than once.
 */
export function joinTables(tables: ExampleTable[]): ExampleTable {
  const [first] = tables
  if (tables.length === 1) return first
  const join = <C extends Column>(create: (length: number) => C, pick: (table: ExampleTable) => C): C => {
    const whole = create(tables.reduce((sum, table) => sum + pick(table).length, 0))
    let at = 0
    for (const table of tables) {
      whole.set(pick(table), at)
      at += pick(table).length
    }
    release(tables.map(pick))
    return whole
  }
  const int32 = (pick: (table: ExampleTable) => Int32Array) => join((length) => new Int32Array(length), pick)
  const float64 = (pick: (table: ExampleTable) => Float64Array) => join((length) => new Float64Array(length), pick)
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const matrix = (group: InputGroup): Matrix => ({
    names: first.inputs[group].names,
    rows,
    values: join(
      (length) => new Float32Array(length),
      (table) => table.inputs[group].values,
    ),
  })
  const named = (kind: 'labels' | 'baseline') =>
    Object.fromEntries(Object.keys(first[kind]).map((name) => [name, float64((table) => table[kind][name])]))
  return {
    entity: first.entity,
    rows,
    ids: int32((table) => table.ids),
    brandIds: int32((table) => table.brandIds),
    clusters: int32((table) => table.clusters),
    cutoffs: float64((table) => table.cutoffs),
    parts: join(
      (length) => new Uint8Array(length),
      (table) => table.parts,
    ),
    inputs: { behaviour: matrix('behaviour'), product: matrix('product'), social: matrix('social') },
    codes: { category: int32((table) => table.codes.category), brand: int32((table) => table.codes.brand) },
    sequences: {
      from: int32((table) => table.sequences.from),
      to: int32((table) => table.sequences.to),
      cutoffDays: int32((table) => table.sequences.cutoffDays),
    },
    labels: named('labels'),
    baseline: named('baseline'),
  }
}

/** The given rows of every column, as a table of their own. */
export function pickRows(table: ExampleTable, rows: Int32Array): ExampleTable {
  const columns = (named: Record<string, Float64Array>) =>
    Object.fromEntries(
      Object.entries(named).map(([name, values]) => [name, Float64Array.from(rows, (row) => values[row])]),
    )
  const taken = (column: Int32Array) => rows.map((row) => column[row])
  const { codes, sequences } = table
  return {
    entity: table.entity,
    rows: rows.length,
    ids: taken(table.ids),
    brandIds: table.brandIds.length > 0 ? taken(table.brandIds) : new Int32Array(0),
    clusters: taken(table.clusters),
    cutoffs: Float64Array.from(rows, (row) => table.cutoffs[row]),
    parts: Uint8Array.from(rows, (row) => table.parts[row]),
    inputs: {
      behaviour: takeRows(table.inputs.behaviour, rows),
      product: takeRows(table.inputs.product, rows),
      social: takeRows(table.inputs.social, rows),
    },
    codes: { category: taken(codes.category), brand: taken(codes.brand) },
    sequences: {
      from: taken(sequences.from),
      to: taken(sequences.to),
      cutoffDays: taken(sequences.cutoffDays),
    },
    log: table.log,
    labels: columns(table.labels),
    baseline: columns(table.baseline),
  }
}
