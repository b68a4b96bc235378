import type { Database } from 'better-sqlite3'
import type { MergedEntity } from './state.ts'
import { namedEntities, plainShape, type ViewShape } from './viewShape.ts'

/**
 * The views that all readers of data go through, name → text of its SELECT. They hold the sources in force, without the
 * rows that rules leave out, with the values that rules give and the ids that merges leave standing.
 */
export function viewTexts(shape: ViewShape): Record<string, string> {
  return {
    source_current: `SELECT * FROM source ${inForce(shape, 'id', 'WHERE')}`,
    behaviour_current: behaviourCurrent(shape),
    act,
    act_net: actNet(shape),
    link: linkView(shape),
    contact: `SELECT r.id, r.source_id, r.line, ${merged(shape, 'user', 'r.user_id')} AS user_id, r.campaign, r.time_ms,
  r.treated, r.cost, r.outcome FROM campaign_contact r ${inForce(shape, 'r.source_id', 'WHERE')}`,
    product_fact_current: factRows(shape, 'product'),
    user_fact_current: factRows(shape, 'user'),
    product_current: productCurrent(shape),
    user_current: currentFacts(shape, 'user', userColumns, ['channel']),
    ...presentViews(shape),
  }
}

const inForce = ({ narrowed }: ViewShape, column: string, word: 'WHERE' | 'AND') =>
  narrowed ? `${word} ${column} IN (SELECT source_id FROM in_force)` : ''

const merged = ({ merges }: ViewShape, entity: MergedEntity, id: string) =>
  merges[entity] ? `COALESCE((SELECT to_id FROM ${entity}_merge WHERE from_id = ${id}), ${id})` : id

const changeable = ['type_id', 'quantity', 'price', 'amount', 'discount']
const kept = ['order_id', 'session_id', 'query', 'channel', 'currency']

/** Rows as they stand in the files, but for what rules and merges change. */
function behaviourCurrent(shape: ViewShape): string {
  const columns = [
    ...['id', 'source_id', 'line', 'time_ms', ...kept].map((name) => `b.${name}`),
    `${merged(shape, 'user', 'b.user_id')} AS user_id`,
    `${merged(shape, 'product', 'b.product_id')} AS product_id`,
    ...changeable.map((name) => (shape.changes ? `COALESCE(e.${name}, b.${name}) AS ${name}` : `b.${name}`)),
  ]
  const joins = shape.excludes || shape.changes ? 'LEFT JOIN row_effect e ON e.behaviour_id = b.id' : ''
  const excluded = shape.excludes ? 'AND e.excluded_by IS NULL' : ''
  return `SELECT ${columns.join(', ')} FROM behaviour b ${joins} WHERE TRUE ${inForce(shape, 'b.source_id', 'AND')} ${excluded}`
}

/**
 * One row per act with METHODS' rules applied: quantity missing is 1, amount missing is quantity × price − discount, a
 * purchase of negative quantity (or negative amount without one) is a return; units and money are sizes, never negative.
 */
const act = `SELECT
  id, source_id, line, user_id, time_ms, product_id, order_id, session_id, query, channel, discount,
  CASE WHEN type_id = 4 AND (COALESCE(quantity, 1) < 0 OR (quantity IS NULL AND amount < 0)) THEN 5 ELSE type_id END AS type_id,
  ABS(COALESCE(quantity, 1)) AS units,
  ABS(COALESCE(amount, COALESCE(quantity, 1) * price - COALESCE(discount, 0), 0)) AS money
FROM behaviour_current`

/** Acts as dashboards show them: as they are, or purchases less their returns and no returns. */
const actNet = ({ nets }: ViewShape) =>
  nets
    ? `SELECT a.id, a.source_id, a.line, a.user_id, a.time_ms, a.product_id, a.order_id, a.session_id, a.query, a.channel,
  a.discount, a.type_id, COALESCE(n.units, a.units) AS units, COALESCE(n.money, a.money) AS money
FROM act a LEFT JOIN row_net n ON n.behaviour_id = a.id WHERE COALESCE(n.units, 1) > 0`
    : 'SELECT * FROM act'

const linkView = (
  shape: ViewShape,
) => `SELECT r.id, r.source_id, r.line, ${merged(shape, 'user', 'r.user_id')} AS user_id,
  ${merged(shape, 'user', 'r.peer_id')} AS peer_id, r.relation, r.weight, r.time_ms
FROM social_link r ${inForce(shape, 'r.source_id', 'WHERE')}`

type Described = 'product' | 'user'
const productColumns = [
  ...['title', 'brand_id', 'category_id', 'price', 'cost', 'rating', 'reviews'],
  ...['launched_ms', 'description', 'image'],
]
const userColumns = ['registered_ms', 'birth_year', 'gender', 'region', 'channel']

/** What each source says of each product or user. `own` is 0 where it speaks of one that was merged into it. */
function factRows(shape: ViewShape, of: Described): string {
  const columns = of === 'product' ? productColumns : [...userColumns, 'attributes']
  const id = merged(shape, of, `f.${of}_id`)
  const values = columns.map((column) =>
    column === 'brand_id' ? `${merged(shape, 'brand', 'f.brand_id')} AS brand_id` : `f.${column}`,
  )
  return `SELECT ${id} AS ${of}_id, ${id} = f.${of}_id AS own, f.source_id, f.line, ${values.join(', ')}
FROM ${of}_fact f ${inForce(shape, 'f.source_id', 'WHERE')}`
}

function productCurrent(shape: ViewShape): string {
  const facts = currentFacts(shape, 'product', productColumns, ['rating', 'reviews'])
  if (!shape.merges.brand) return facts
  const columns = [...productColumns, 'rating_source_id', 'reviews_source_id'].map((column) =>
    column === 'brand_id' ? `${merged(shape, 'brand', 'c.brand_id')} AS brand_id` : `c.${column}`,
  )
  return `SELECT c.product_id, ${columns.join(', ')} FROM (${facts}) c`
}

/**
 * The facts in force: of every column the value of the latest source that names one. What counts only where its source
 * declares it known comes with that source. Attributes stand apart: each source has columns of its own.
 */
function currentFacts(shape: ViewShape, of: Described, columns: string[], withSource: string[]): string {
  const single = factsOfOne(shape, of, columns, withSource)
  return shape.merges[of] ? `${single}\nUNION ALL\n${factsOfMerged(shape, of, columns, withSource)}` : single
}

function factsOfOne(shape: ViewShape, of: Described, columns: string[], withSource: string[]): string {
  const latest = (column: string, wanted: string) => `CASE WHEN f.${column} IS NOT NULL THEN f.${wanted} ELSE (
    SELECT g.${wanted} FROM ${of}_fact g WHERE g.${of}_id = f.${of}_id AND g.source_id < f.source_id
      AND g.${column} IS NOT NULL ${inForce(shape, 'g.source_id', 'AND')} ORDER BY g.source_id DESC LIMIT 1) END`
  const alone = shape.merges[of]
    ? `AND f.${of}_id NOT IN (SELECT from_id FROM ${of}_merge UNION ALL SELECT to_id FROM ${of}_merge)`
    : ''
  return `SELECT f.${of}_id, ${picked(columns, withSource, latest)}
FROM ${of}_fact f WHERE f.source_id = (
  SELECT MAX(g.source_id) FROM ${of}_fact g WHERE g.${of}_id = f.${of}_id ${inForce(shape, 'g.source_id', 'AND')}) ${alone}`
}

/** Of what others were merged into: its own facts first, else the latest of theirs. */
function factsOfMerged(shape: ViewShape, of: Described, columns: string[], withSource: string[]): string {
  const members = `g.${of}_id IN (SELECT t.id UNION ALL SELECT from_id FROM ${of}_merge WHERE to_id = t.id)
      ${inForce(shape, 'g.source_id', 'AND')}`
  const latest = (column: string, wanted: string) => `(SELECT g.${wanted} FROM ${of}_fact g WHERE ${members}
      AND g.${column} IS NOT NULL ORDER BY g.${of}_id = t.id DESC, g.source_id DESC, g.${of}_id DESC LIMIT 1)`
  return `SELECT t.id AS ${of}_id, ${picked(columns, withSource, latest)}
FROM (SELECT DISTINCT to_id AS id FROM ${of}_merge) t WHERE EXISTS (SELECT 1 FROM ${of}_fact g WHERE ${members})`
}

const picked = (columns: string[], withSource: string[], latest: (column: string, wanted: string) => string) =>
  [
    ...columns.map((column) => `${latest(column, column)} AS ${column}`),
    ...withSource.map((column) => `${latest(column, 'source_id')} AS ${column}_source_id`),
  ].join(',\n  ')

/** Whom and what the rows in force speak of. */
const presentViews = ({ lacks }: ViewShape): Record<string, string> =>
  Object.fromEntries(
    namedEntities.map((entity) => [
      `${entity}_present`,
      `SELECT * FROM ${entity} ${lacks[entity] ? `WHERE id NOT IN (SELECT id FROM ${entity}_absent)` : ''}`,
    ]),
  )

/** Makes the project's views fit a shape; those that fit already stay. */
export function makeViews(database: Database, shape: ViewShape): void {
  const known = database.prepare(`SELECT sql FROM main.sqlite_schema WHERE type = 'view' AND name = ?`).pluck()
  for (const [name, text] of Object.entries(viewTexts(shape))) {
    const wanted = `CREATE VIEW ${name} AS ${text}`
    if (known.get(name) === wanted) continue
    database.exec(`DROP VIEW IF EXISTS main.${name}`)
    database.exec(wanted)
  }
}

/** The same views over temporary tables of the same names, for this connection alone; they stand before the project's. */
export function makeTemporaryViews(database: Database, shape: ViewShape): void {
  for (const [name, text] of Object.entries(viewTexts(shape))) {
    database.exec(`DROP VIEW IF EXISTS temp.${name}`)
    database.exec(`CREATE TEMP VIEW ${name} AS ${text}`)
  }
}

export function dropTemporaryViews(database: Database): void {
  for (const name of Object.keys(viewTexts(plainShape))) database.exec(`DROP VIEW IF EXISTS temp.${name}`)
}
