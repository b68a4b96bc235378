import type { Database } from 'better-sqlite3'
import { mergeOfAct, mergesInto, mergesOfBrand, ruleDeeds } from './deedStore.ts'
import type { BrowseColumnType, BrowseTable, DetailField, DetailSection, RowDetail, RowOrigin } from './types.ts'

type Value = string | number | null
type Row = Record<string, Value>

/** Everything known of one row; null where it is not in force. */
export function readDetail(database: Database, table: BrowseTable, id: number): RowDetail | null {
  if (table === 'users') return factsDetail(database, 'user', id)
  if (table === 'products') return factsDetail(database, 'product', id)
  if (table === 'acts') return actDetail(database, 'act', id)
  return table === 'leftOut' ? actDetail(database, 'left_out', id) : plainDetail(database, table, id)
}

const one = (database: Database, sql: string, ...params: number[]) =>
  database.prepare(sql).get(...params) as Row | undefined

const actFields: [name: string, type: BrowseColumnType][] = [
  ['time', 'time'],
  ['kind', 'kind'],
  ['user', 'text'],
  ['product', 'text'],
  ['quantity', 'number'],
  ['price', 'money'],
  ['amount', 'money'],
  ['discount', 'money'],
  ['units', 'number'],
  ['money', 'money'],
  ['order', 'text'],
  ['session', 'text'],
  ['query', 'text'],
  ['channel', 'text'],
]

/**
 * An act as rules and merges leave it, or as it stood when a rule left it out, beside what its file said. An act that was
 * in sight a moment ago may be left out by now.
 */
function actDetail(database: Database, from: 'act' | 'left_out', id: number): RowDetail | null {
  const act = one(
    database,
    `SELECT a.user_id, a.product_id, a.source_id, a.line, a.time_ms AS time, t.name AS kind, u.external AS user,
       p.external AS product, COALESCE(e.quantity, b.quantity) AS quantity, COALESCE(e.price, b.price) AS price,
       COALESCE(e.amount, b.amount) AS amount, a.discount, a.units, a.money, a.order_id AS "order",
       a.session_id AS session, a.query, a.channel
     FROM ${from} a JOIN behaviour b ON b.id = a.id LEFT JOIN row_effect e ON e.behaviour_id = a.id
     JOIN act_type t ON t.id = a.type_id JOIN user u ON u.id = a.user_id LEFT JOIN product p ON p.id = a.product_id WHERE a.id = ?`,
    id,
  )
  if (!act) return from === 'act' ? actDetail(database, 'left_out', id) : null
  const file = one(
    database,
    `SELECT t.name AS kind, u.external AS user, p.external AS product, b.quantity, b.price, b.amount, b.discount
     FROM behaviour b JOIN act_type t ON t.id = b.type_id JOIN user u ON u.id = b.user_id
     LEFT JOIN product p ON p.id = b.product_id WHERE b.id = ?`,
    id,
  )
  const fields = actFields.map(([name, type]): DetailField => {
    const original = file && name in file ? file[name] : act[name]
    return { name, type, value: act[name], ...(original !== act[name] && { original }) }
  })
  return {
    deeds: [
      ...mergeOfAct(database, 'user', id),
      ...mergeOfAct(database, 'product', id),
      ...(act.product_id === null ? [] : mergesOfBrand(database, Number(act.product_id))),
      ...ruleDeeds(database, id),
    ],
    sections: [
      { section: 'row', fields },
      ...aboutUser(database, act.user_id),
      ...aboutProduct(database, act.product_id),
    ],
    origins: [origin(database, act)],
  }
}

const rowSql = {
  links: `SELECT r.user_id, NULL AS product_id, r.source_id, r.line, u.external AS user, v.external AS peer, r.relation,
      r.weight, r.time_ms AS time
    FROM link r JOIN user u ON u.id = r.user_id JOIN user v ON v.id = r.peer_id WHERE r.id = ?`,
  contacts: `SELECT r.user_id, NULL AS product_id, r.source_id, r.line, u.external AS user, r.campaign,
      r.time_ms AS time, r.treated, r.cost, r.outcome
    FROM contact r JOIN user u ON u.id = r.user_id WHERE r.id = ?`,
}

const typeOf: Record<string, BrowseColumnType> = {
  ...{ time: 'time', weight: 'number', treated: 'number', cost: 'money', outcome: 'number' },
  ...{ registered: 'time', birthYear: 'year', launched: 'time', price: 'money', rating: 'number', reviews: 'count' },
}

const hidden = ['user_id', 'product_id', 'source_id', 'line']
const fieldsOf = (row: Row): DetailField[] =>
  Object.entries(row)
    .filter(([name]) => !hidden.includes(name))
    .map(([name, value]) => ({ name, type: typeOf[name] ?? 'text', value }))

function plainDetail(database: Database, table: 'links' | 'contacts', id: number): RowDetail | null {
  const row = one(database, rowSql[table], id)
  if (!row) return null
  return {
    deeds: [],
    sections: [{ section: 'row', fields: fieldsOf(row) }, ...aboutUser(database, row.user_id)],
    origins: [origin(database, row)],
  }
}

function origin(database: Database, row: Row): RowOrigin {
  const source = one(database, 'SELECT name FROM source WHERE id = ?', Number(row.source_id))
  return { sourceId: Number(row.source_id), name: String(source?.name ?? ''), line: Number(row.line) }
}

function aboutUser(database: Database, id: Value): DetailSection[] {
  const user = one(
    database,
    `SELECT u.external AS user, c.registered_ms AS registered, c.birth_year AS birthYear, c.gender, c.region, c.channel
     FROM user u LEFT JOIN user_current c ON c.user_id = u.id WHERE u.id = ?`,
    Number(id),
  )
  if (!user) return []
  const attributes = database
    .prepare(
      `SELECT key AS name, value FROM user_fact_current f, json_each(f.attributes)
       WHERE f.user_id = ? AND f.attributes IS NOT NULL ORDER BY f.own, f.source_id`,
    )
    .all(Number(id)) as { name: string; value: Value }[]
  // A later source's word on the same attribute takes the place of an earlier one's.
  const latest = new Map(attributes.map(({ name, value }) => [name, value]))
  const fields = [...latest].map(([name, value]): DetailField => ({ name, type: 'text', value }))
  const sections: DetailSection[] = [{ section: 'user', fields: fieldsOf(user) }]
  return fields.length > 0 ? [...sections, { section: 'attributes', fields }] : sections
}

function aboutProduct(database: Database, id: Value): DetailSection[] {
  if (id === null) return []
  const product = one(
    database,
    `SELECT p.external AS product, c.title, b.name AS brand, g.name AS category, c.price, c.cost, c.rating, c.reviews,
       c.launched_ms AS launched, c.description
     FROM product p LEFT JOIN product_current c ON c.product_id = p.id LEFT JOIN brand b ON b.id = c.brand_id
     LEFT JOIN category g ON g.id = c.category_id WHERE p.id = ?`,
    Number(id),
  )
  return product ? [{ section: 'product', fields: fieldsOf(product) }] : []
}

/** A user or a product, with every row that states facts of it. */
function factsDetail(database: Database, of: 'user' | 'product', id: number): RowDetail | null {
  if (!one(database, `SELECT id FROM ${of}_present WHERE id = ?`, id)) return null
  const facts = database
    .prepare(
      `SELECT f.source_id AS sourceId, s.name, f.line FROM ${of}_fact_current f JOIN source s ON s.id = f.source_id
       WHERE f.${of}_id = ? ORDER BY f.source_id DESC, f.line`,
    )
    .all(id) as RowOrigin[]
  return {
    deeds: [...mergesInto(database, of, id), ...(of === 'product' ? mergesOfBrand(database, id) : [])],
    sections: of === 'user' ? aboutUser(database, id) : aboutProduct(database, id),
    origins: facts,
  }
}
