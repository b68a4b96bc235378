import type { Database } from 'better-sqlite3'
import type { OpenProject } from '../../storage/operation.ts'
import type { BrowseColumnType, BrowseTable } from '../browse/types.ts'
import { actTexts, type ActColumns } from './actColumns.ts'
import { readNames } from './actStore.ts'
import { numberFigures } from './numberFigures.ts'
import { readOtherTables } from './otherTablesStore.ts'
import { createTextTally, topValues, type TextFigures } from './textTally.ts'
import type { ColumnProfile, TableProfile } from './types.ts'

/** What every column of every table that holds anything is like. */
export function profileColumns(project: OpenProject, acts: ActColumns): TableProfile[] {
  const { database } = project
  const others = readOtherTables(project).map(({ table, rows, columns }): TableProfile => ({
    table,
    rows,
    columns: columns.map(({ name, type, isAttribute, values }) =>
      type === 'text'
        ? textColumn(name, isAttribute, tallyOf(values as (string | null)[]))
        : numberColumn(
            name,
            type,
            Float64Array.from(values, (value) => (value === null ? NaN : Number(value))),
            isAttribute,
          ),
    ),
  }))
  return [{ table: 'acts' as BrowseTable, rows: acts.count, columns: actProfiles(database, acts) }, ...others].filter(
    ({ rows }) => rows > 0,
  )
}

function actProfiles(database: Database, acts: ActColumns): ColumnProfile[] {
  return [
    numberColumn('time', 'time', acts.time),
    idColumn('kind', 'kind', acts.kind, (ids) => readNames(database, 'act_type', ids)),
    idColumn('user', 'text', acts.user, (ids) => readNames(database, 'user', ids)),
    idColumn('product', 'text', acts.product, (ids) => readNames(database, 'product', ids)),
    numberColumn('quantity', 'number', acts.quantity),
    numberColumn('price', 'money', acts.price),
    numberColumn('amount', 'money', acts.amount),
    numberColumn('discount', 'money', acts.discount),
    ...actTexts.map((name) => textColumn(name, false, acts.textFigures[name])),
  ]
}

function numberColumn(name: string, type: BrowseColumnType, values: Float64Array, isAttribute = false): ColumnProfile {
  const { topPercentShare, ...figures } = numberFigures(values)
  const adds = type === 'money' || type === 'number'
  // Of times the most frequent moments say nothing.
  const top = type === 'time' ? [] : figures.top
  return {
    ...{ name, type, isAttribute, distinctIsEstimate: false, ...figures, top },
    topPercentShare: adds ? topPercentShare : null,
  }
}

const textColumn = (name: string, isAttribute: boolean, figures: TextFigures): ColumnProfile => ({
  ...{ name, type: 'text', isAttribute, ...figures, numbers: null, histogram: null, topPercentShare: null },
})

function tallyOf(values: (string | null)[]): TextFigures {
  const tally = createTextTally()
  for (const value of values) tally.add(value)
  return tally.figures()
}

/** A column of ids, 0 where missing: how often each occurs. */
function idColumn(
  name: string,
  type: BrowseColumnType,
  ids: Uint32Array,
  namesOf: (ids: number[]) => string[],
): ColumnProfile {
  const counts = countsById(ids)
  const missing = counts[0]
  counts[0] = 0
  const used = counts.filter((rows) => rows > 0).sort()
  const least = used.length > topValues ? used[used.length - topValues] : 1
  const largest: { id: number; rows: number }[] = []
  counts.forEach((rows, id) => {
    if (rows >= least && rows > 1) largest.push({ id, rows })
  })
  largest.sort((a, b) => b.rows - a.rows).splice(topValues)
  const names = namesOf(largest.map(({ id }) => id))
  return {
    ...{ name, type, isAttribute: false, missing, distinct: used.length, distinctIsEstimate: false },
    ...{ numbers: null, histogram: null },
    top: largest.map(({ rows }, i) => ({ value: names[i], rows })),
    topPercentShare: type === 'kind' ? null : numberFigures(used).topPercentShare,
  }
}

export function countsById(ids: Uint32Array): Float64Array {
  let highest = 0
  for (const id of ids) if (id > highest) highest = id
  const counts = new Float64Array(highest + 1)
  for (const id of ids) counts[id]++
  return counts
}
