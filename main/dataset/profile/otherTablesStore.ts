import type { OpenProject } from '../../storage/operation.ts'
import { attributeRows } from '../attributes/attributeStore.ts'
import { declaredTypes } from '../attributes/declare.ts'
import { createAttributeReader, type AttributeReader } from '../attributes/readAttribute.ts'
import type { AttributeValue } from '../attributes/types.ts'
import { unreadable } from '../shape/expression/values.ts'
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
export function readOtherTables(project: OpenProject): PlainTable[] {
  const { database } = project
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
    return {
      table,
      rows: rows.length,
      columns: table === 'users' ? [...plain, ...attributes(project, rows.length)] : plain,
    }
  })
}

/**
 * Further columns of the customers' files, in their declared types; a value that its type can't take is missing, as it is
 * for whoever of the `users` has none.
 */
function attributes({ database, calendar }: OpenProject, users: number): PlainColumn[] {
  const types = declaredTypes(database)
  const byName = Map.groupBy(attributeRows(database), ([, name]) => name)
  return [...byName].map(([name, rows]) => {
    const reading = types.get(name)
    const read = reading ? createAttributeReader(reading, calendar.timezone) : (value: AttributeValue) => `${value}`
    const values = new Array<string | number | null>(users).fill(null)
    rows.forEach(([, , value], i) => (values[i] = plain(read(value))))
    const type = reading?.as === 'number' ? 'number' : reading?.as === 'date' ? 'time' : 'text'
    return { name, type, isAttribute: true, values }
  })
}

const plain = (value: ReturnType<AttributeReader>): string | number | null =>
  value === unreadable ? null : typeof value === 'boolean' ? `${value}` : value
