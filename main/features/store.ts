import type { Database } from 'better-sqlite3'

/** user id, time, product id, type id, units, money, discount, order. */
export type ActRow = [number, number, number | null, number, number, number, number | null, string | null]

export interface ProductRow {
  id: number
  brand: number | null
  category: number | null
  price: number | null
  cost: number | null
  rating: number | null
  reviews: number | null
  launchedMs: number | null
  title: string | null
  /** Its beginning. */
  description: string | null
  /** The sources that rating and reviews come from. */
  ratingSource: number | null
  reviewsSource: number | null
}

export interface PersonRow {
  userId: number
  registeredMs: number | null
  birthYear: number | null
  gender: string | null
  region: string | null
  channel: string | null
  /** The source that the channel comes from. */
  channelSource: number | null
}

export interface SourceRow {
  id: number
  kind: string
  sha256: string
  format: string
  mapping: string
  known: string
}

/** First and last act, UTC milliseconds; null in a project without behaviour. */
export function readTimeSpan(database: Database): { firstMs: number; lastMs: number } | null {
  const row = database
    .prepare<[], { firstMs: number | null; lastMs: number | null }>(
      'SELECT MIN(time_ms) AS firstMs, MAX(time_ms) AS lastMs FROM act',
    )
    .get()
  return row?.firstMs == null || row.lastMs === null ? null : { firstMs: row.firstMs, lastMs: row.lastMs }
}

/** All acts, or purchases and returns alone. */
export type ActChoice = 'all' | 'traded'

const choiceSql = { all: '', traded: 'WHERE type_id IN (4, 5)' } as const

export const countActs = (database: Database, choice: ActChoice): number =>
  database.prepare<[], number>(`SELECT COUNT(*) FROM act ${choiceSql[choice]}`).pluck().get() ?? 0

export const hasPurchases = (database: Database): boolean =>
  database.prepare('SELECT EXISTS (SELECT 1 FROM act WHERE type_id = 4)').pluck().get() === 1

/** In the order of their import. The order is read only where some return names one: nothing else needs it. */
export function iterateActs(database: Database, choice: ActChoice, withOrders: boolean): IterableIterator<ActRow> {
  const order = withOrders ? 'order_id' : 'NULL'
  return database
    .prepare<[], ActRow>(
      `SELECT user_id, time_ms, product_id, type_id, units, money, discount, ${order} FROM act ${choiceSql[choice]} ORDER BY id`,
    )
    .raw()
    .iterate()
}

/** The numbers of act types by name. */
export const readActTypes = (database: Database): Map<string, number> =>
  new Map(database.prepare<[], [string, number]>('SELECT name, id FROM act_type').raw().all())

export const readReturnedOrders = (database: Database): string[] =>
  database
    .prepare<[], string>(
      'SELECT DISTINCT order_id FROM act WHERE type_id = 5 AND order_id IS NOT NULL ORDER BY order_id',
    )
    .pluck()
    .all()

export const readUserIds = (database: Database): number[] =>
  database.prepare<[], number>('SELECT id FROM user_present ORDER BY id').pluck().all()

export const readProductIds = (database: Database): number[] =>
  database.prepare<[], number>('SELECT id FROM product_present ORDER BY id').pluck().all()

export const readUserNames = (database: Database): string[] =>
  database.prepare<[], string>('SELECT external FROM user_present ORDER BY id').pluck().all()

export const readProductNames = (database: Database): string[] =>
  database.prepare<[], string>('SELECT external FROM product_present ORDER BY id').pluck().all()

/** Whether any product has a cost. */
export const hasCosts = (database: Database): boolean =>
  database.prepare('SELECT EXISTS (SELECT 1 FROM product_current WHERE cost IS NOT NULL)').pluck().get() === 1

/** The share of all spend that products with a known cost brought, returns not subtracted; 0 without spend. */
export const readCostShare = (database: Database): number =>
  database
    .prepare<[], number>(
      `SELECT COALESCE(SUM(CASE WHEN f.cost IS NOT NULL THEN a.money END) / SUM(a.money), 0)
       FROM act a LEFT JOIN product_current f ON f.product_id = a.product_id WHERE a.type_id = 4`,
    )
    .pluck()
    .get() ?? 0

/** What stands further down in a description is delivery and care. */
export const describedCharacters = 300

export const iterateProducts = (database: Database): IterableIterator<ProductRow> =>
  database
    .prepare<[], ProductRow>(
      `SELECT p.id, f.brand_id AS brand, f.category_id AS category, f.price, f.cost, f.rating, f.reviews,
        f.launched_ms AS launchedMs, f.title, SUBSTR(f.description, 1, ${describedCharacters}) AS description,
        f.rating_source_id AS ratingSource, f.reviews_source_id AS reviewsSource
       FROM product_present p LEFT JOIN product_current f ON f.product_id = p.id ORDER BY p.id`,
    )
    .iterate()

/** Ids in ascending order and the names beside them. */
export function readNamed(database: Database, table: 'brand' | 'category'): { ids: number[]; names: string[] } {
  const rows = database
    .prepare<[], { id: number; name: string }>(`SELECT id, name FROM ${table}_present ORDER BY id`)
    .all()
  return { ids: rows.map((row) => row.id), names: rows.map((row) => row.name) }
}

export const iteratePeople = (database: Database): IterableIterator<PersonRow> =>
  database
    .prepare<[], PersonRow>(
      `SELECT user_id AS userId, registered_ms AS registeredMs, birth_year AS birthYear, gender, region, channel,
        channel_source_id AS channelSource FROM user_current ORDER BY user_id`,
    )
    .iterate()

/** user, source, attributes as JSON. */
export type AttributesRow = [number, number, string]

/** The further columns of every users file, earlier files first; what is said of those merged into a user comes before. */
export const iterateAttributes = (database: Database): IterableIterator<AttributesRow> =>
  database
    .prepare<[], AttributesRow>(
      `SELECT user_id, source_id, attributes FROM user_fact_current WHERE attributes IS NOT NULL
       ORDER BY user_id, own, source_id`,
    )
    .raw()
    .iterate()

/** user, peer, time (null: undated), source. */
export type LinkRow = [number, number, number | null, number]

export const iterateLinks = (database: Database): IterableIterator<LinkRow> =>
  database.prepare<[], LinkRow>('SELECT user_id, peer_id, time_ms, source_id FROM link ORDER BY id').raw().iterate()

/** user, time (null: undated), treated, source. */
export type ContactRow = [number, number | null, number | null, number]

export const iterateContacts = (database: Database): IterableIterator<ContactRow> =>
  database
    .prepare<[], ContactRow>('SELECT user_id, time_ms, treated, source_id FROM contact ORDER BY id')
    .raw()
    .iterate()

export const readSources = (database: Database): SourceRow[] =>
  database
    .prepare<[], SourceRow>('SELECT id, kind, sha256, format, mapping, known FROM source_current ORDER BY id')
    .all()
