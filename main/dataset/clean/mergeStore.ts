import type { Database } from 'better-sqlite3'
import { mergedEntities, type MergedEntity } from '../../storage/state.ts'
import type { ProductCandidate } from './productTwins.ts'
import type { Candidate } from './twins.ts'
import type { Merge } from './types.ts'
import { noteContacts, type Contacts, type UserCandidate } from './userTwins.ts'

/** What each is called in its table. */
const nameColumn: Record<MergedEntity, string> = { user: 'external', product: 'external', brand: 'name' }

/** Of the state in force. */
export const listMerges = (database: Database): Merge[] =>
  mergedEntities.flatMap((entity) => {
    const column = nameColumn[entity]
    return database
      .prepare(
        `SELECT '${entity}' AS entity, f.${column} AS "from", t.${column} AS "to" FROM ${entity}_merge m
         JOIN ${entity} f ON f.id = m.from_id JOIN ${entity} t ON t.id = m.to_id ORDER BY t.${column}, f.${column}`,
      )
      .all() as Merge[]
  })

/** Null where there is none of that name. */
export function findNamed(database: Database, entity: MergedEntity, name: string): number | null {
  const id = database.prepare(`SELECT id FROM ${entity} WHERE ${nameColumn[entity]} = ?`).pluck().get(name)
  return (id as number | undefined) ?? null
}

export function readUsers(database: Database): UserCandidate[] {
  const sizes = countBy(database, 'SELECT user_id, COUNT(*) FROM act GROUP BY user_id')
  const years = new Map(
    database.prepare('SELECT user_id, birth_year FROM user_current').raw().all() as [number, number | null][],
  )
  const contacts = readContacts(database)
  return readCandidates(database, 'user', sizes).map((user) => ({
    ...user,
    ...(contacts.get(user.id) ?? { email: '', phone: '', fullName: '' }),
    birthYear: years.get(user.id) ?? null,
  }))
}

/** A user's own word before that of those merged into it, a later source's before an earlier one's. */
function readContacts(database: Database): Map<number, Contacts> {
  const contacts = new Map<number, Contacts>()
  const told = database
    .prepare('SELECT user_id, attributes FROM user_fact_current WHERE attributes IS NOT NULL ORDER BY own, source_id')
    .raw()
    .iterate() as IterableIterator<[number, string]>
  for (const [id, json] of told) {
    const found = contacts.get(id) ?? { email: '', phone: '', fullName: '' }
    contacts.set(id, found)
    noteContacts(found, JSON.parse(json) as Record<string, unknown>)
  }
  return contacts
}

export function readProducts(database: Database): ProductCandidate[] {
  const sizes = countBy(
    database,
    'SELECT product_id, COUNT(*) FROM act WHERE product_id IS NOT NULL GROUP BY product_id',
  )
  const rows = database
    .prepare('SELECT product_id AS id, title, brand_id AS brand, price FROM product_current')
    .all() as { id: number; title: string | null; brand: number | null; price: number | null }[]
  const facts = new Map(rows.map((row) => [row.id, row]))
  return readCandidates(database, 'product', sizes).map((product) => {
    const { title, brand, price } = facts.get(product.id) ?? { title: null, brand: null, price: null }
    return { ...product, title: title ?? '', brand, price }
  })
}

/** Their size is the number of their products. */
export const readBrands = (database: Database): Candidate[] =>
  readCandidates(
    database,
    'brand',
    countBy(database, 'SELECT brand_id, COUNT(*) FROM product_current WHERE brand_id IS NOT NULL GROUP BY brand_id'),
  )

/** Those that name something in brackets or beside a stroke, where another name of the brand may stand. */
export const iterateTitles = (database: Database): IterableIterator<string> =>
  database
    .prepare<[], string>(`SELECT DISTINCT title FROM product_fact_current WHERE title GLOB '*[(（【/|｜·]*'`)
    .pluck()
    .iterate()

function readCandidates(database: Database, entity: MergedEntity, sizes: Map<number, number>): Candidate[] {
  const rows = database.prepare(`SELECT id, ${nameColumn[entity]} AS name FROM ${entity}_present ORDER BY id`).all()
  return (rows as { id: number; name: string }[]).map((row) => ({ ...row, size: sizes.get(row.id) ?? 0 }))
}

const countBy = (database: Database, sql: string) => new Map(database.prepare(sql).raw().all() as [number, number][])
