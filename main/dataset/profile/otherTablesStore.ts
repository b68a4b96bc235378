import type { Database } from 'better-sqlite3'
import type { BrowseColumnType, BrowseTable } from '../browse/types.ts'

export interface PlainColumn {
  name: string
  type: BrowseColumnType
  isAttribute: boolean
  values: (string | number | null)[]
}

export interface PlainTable {
  table: BrowseTable
  rows: number
  columns: PlainColumn[]
}

type Column = [name: string, type: BrowseColumnType, sql: string]

const external = (id: string) => `(SELECT external FROM user WHERE id = ${id})`
const named: Column[] = [
  ['title', 'text', 'c.title'],
  ['brand', 'text', '(SELECT name FROM brand WHERE id = c.brand_id)'],
  ['category', 'text', '(SELECT name FROM category WHERE id = c.category_id)'],
]
const tables: [table: BrowseTable, from: string, columns: Column[]][] = [
  [
    'products',
    'product_current c',
    [
      ...named,
      ['price', 'money', 'c.price'],
      ['cost', 'money', 'c.cost'],
      ['rating', 'number', 'c.rating'],
      ['reviews', 'count', 'c.reviews'],
      ['launched', 'time', 'c.launched_ms'],
    ],
  ],
  [
    'users',
    'user_current c',
    [
      ['registered', 'time', 'c.registered_ms'],
      ['birthYear', 'year', 'c.birth_year'],
      ['gender', 'text', 'c.gender'],
      ['region', 'text', 'c.region'],
      ['channel', 'text', 'c.channel'],
    ],
  ],
  [
    'links',
    'link c',
    [
      ['user', 'text', external('c.user_id')],
      ['peer', 'text', external('c.peer_id')],
      ['relation', 'text', 'c.relation'],
      ['weight', 'number', 'c.weight'],
      ['time', 'time', 'c.time_ms'],
    ],
  ],
  [
    'contacts',
    'contact c',
    [
      ['user', 'text', external('c.user_id')],
      ['campaign', 'text', 'c.campaign'],
      ['time', 'time', 'c.time_ms'],
      ['treated', 'number', 'c.treated'],
      ['cost', 'money', 'c.cost'],
      ['outcome', 'number', 'c.outcome'],
    ],
  ],
]

/** The columns of every table but the acts. */
export function readOtherTables(database: Database): PlainTable[] {
  return tables.map(([table, from, columns]) => {
    const rows = database
      .prepare(`SELECT ${columns.map(([, , sql]) => sql).join(', ')} FROM ${from}`)
      .raw()
      .all() as (string | number | null)[][]
    const plain = columns.map(([name, type], i): PlainColumn => ({
      name,
      type,
      isAttribute: false,
      values: rows.map((row) => row[i]),
    }))
    return { table, rows: rows.length, columns: table === 'users' ? [...plain, ...attributes(database)] : plain }
  })
}

/** Further columns of the customers' files, one value a customer and name: the latest source's. */
function attributes(database: Database): PlainColumn[] {
  const rows = database
    .prepare(
      `SELECT f.user_id, j.key, CAST(j.value AS TEXT) FROM user_fact_current f, json_each(f.attributes) j
       WHERE f.attributes IS NOT NULL ORDER BY f.source_id`,
    )
    .raw()
    .all() as [number, string, string | null][]
  const users = new Set(rows.map(([user]) => user))
  const byName = new Map<string, Map<number, string | null>>()
  for (const [user, name, value] of rows) {
    const values = byName.get(name) ?? new Map<number, string | null>()
    byName.set(name, values.set(user, value))
  }
  return [...byName].map(([name, values]) => ({
    ...{ name, type: 'text' as const, isAttribute: true },
    values: [...users].map((user) => values.get(user) ?? null),
  }))
}
