import type { Database } from 'better-sqlite3'
import type { Calendar } from '../base/calendar.ts'
import type { BehaviourProfile, Profile } from './types.ts'

const purchase = 4
const returned = 5

/** Counts and money of all acts; where returns are netted, purchases and money are what they leave. */
export function profileBehaviour(database: Database, calendar: Calendar): BehaviourProfile {
  const totals = database
    .prepare(
      `SELECT COUNT(*) AS rows, COUNT(DISTINCT user_id) AS users, COUNT(DISTINCT product_id) AS products,
         MIN(time_ms) AS firstMs, MAX(time_ms) AS lastMs FROM act`,
    )
    .get() as { rows: number; users: number; products: number; firstMs: number | null; lastMs: number | null }
  const acts = database
    .prepare(
      `SELECT a.type_id AS typeId, t.name, COUNT(*) AS acts, SUM(a.money) AS money, COUNT(DISTINCT a.user_id) AS users
       FROM act_net a JOIN act_type t ON t.id = a.type_id GROUP BY a.type_id ORDER BY a.type_id`,
    )
    .all() as { typeId: number; name: string; acts: number; money: number; users: number }[]
  const named = database
    .prepare(
      `SELECT COUNT(DISTINCT brand_id) AS brands, COUNT(DISTINCT category_id) AS categories FROM product_current
       WHERE product_id IN (SELECT DISTINCT product_id FROM act)`,
    )
    .get() as { brands: number; categories: number }
  const of = (typeId: number) => acts.find((row) => row.typeId === typeId)
  return {
    rows: totals.rows,
    users: totals.users,
    products: totals.products,
    ...named,
    from: totals.firstMs === null ? null : calendar.isoDate(totals.firstMs),
    to: totals.lastMs === null ? null : calendar.isoDate(totals.lastMs),
    byType: Object.fromEntries(acts.map((row) => [row.name, row.acts])),
    purchases: of(purchase)?.acts ?? 0,
    returns: of(returned)?.acts ?? 0,
    buyers: of(purchase)?.users ?? 0,
    revenue: of(purchase)?.money ?? 0,
    returned: of(returned)?.money ?? 0,
    exactDuplicates: countDuplicates(database),
  }
}

/** Rows that repeat another in all but source and line. */
function countDuplicates(database: Database): number {
  const { repeats } = database
    .prepare(
      `SELECT COALESCE(SUM(copies - 1), 0) AS repeats FROM (
         SELECT COUNT(*) AS copies FROM behaviour_current
         GROUP BY user_id, time_ms, product_id, type_id, quantity, price, amount, discount, order_id, session_id, query,
           channel, currency
         HAVING COUNT(*) > 1)`,
    )
    .get() as { repeats: number }
  return repeats
}

/** Counts of the other tables. */
export function profileOthers(database: Database): Omit<Profile['tables'], 'behaviour'> {
  const one = <Row>(sql: string) => database.prepare(sql).get() as Row
  const attributes = database
    .prepare('SELECT DISTINCT key FROM user_fact_current, json_each(attributes) ORDER BY key')
    .pluck()
    .all() as string[]
  return {
    products: one(
      `SELECT (SELECT COUNT(*) FROM product_fact_current) AS rows, COUNT(*) AS products, COUNT(brand_id) AS withBrand,
         COUNT(category_id) AS withCategory, COUNT(price) AS withPrice FROM product_current`,
    ),
    users: {
      ...one<{ rows: number; users: number }>(
        'SELECT COUNT(*) AS rows, COUNT(DISTINCT user_id) AS users FROM user_fact_current',
      ),
      attributes,
    },
    social: one(
      `SELECT COUNT(*) AS rows, COUNT(time_ms) AS dated,
         (SELECT COUNT(*) FROM (SELECT user_id FROM link UNION SELECT peer_id FROM link)) AS users
       FROM link`,
    ),
    campaigns: one(
      `SELECT COUNT(*) AS rows, COUNT(DISTINCT user_id) AS users, COUNT(DISTINCT campaign) AS campaigns
       FROM contact`,
    ),
  }
}

/** No zone's day begins within one. */
export const quarterMs = 900_000

/** Acts, purchases and net revenue by quarter hours since 1970, in order. */
export function readQuarters(
  database: Database,
): { quarter: number; acts: number; purchases: number; revenue: number }[] {
  return database
    .prepare(
      `SELECT time_ms / ${quarterMs} AS quarter, COUNT(*) AS acts, SUM(type_id = ${purchase}) AS purchases,
         SUM(CASE type_id WHEN ${purchase} THEN money WHEN ${returned} THEN -money ELSE 0 END) AS revenue
       FROM act_net GROUP BY quarter ORDER BY quarter`,
    )
    .all() as { quarter: number; acts: number; purchases: number; revenue: number }[]
}

/** What is doubtful about the rows: how many of each. */
export interface Doubts {
  withoutMoney: number
  future: number
  productsWithoutFacts: number
  usersWithoutFacts: number
  undatedLinks: number
  rejected: number
}

export function countDoubts(database: Database, nowMs: number): Doubts {
  const count = (sql: string, ...params: number[]) =>
    database
      .prepare(sql)
      .pluck()
      .get(...params) as number
  return {
    withoutMoney: count(
      'SELECT COUNT(*) FROM behaviour_current WHERE type_id IN (4, 5) AND amount IS NULL AND price IS NULL',
    ),
    future: count('SELECT COUNT(*) FROM act WHERE time_ms > ?', nowMs),
    productsWithoutFacts: count(`SELECT COUNT(*) FROM (
      SELECT product_id FROM act WHERE product_id IS NOT NULL EXCEPT SELECT product_id FROM product_fact_current)`),
    usersWithoutFacts: count(
      `SELECT COUNT(*) FROM (SELECT user_id FROM act EXCEPT SELECT user_id FROM user_fact_current)`,
    ),
    undatedLinks: count(`SELECT COUNT(*) FROM link l JOIN source_current s ON s.id = l.source_id
      WHERE l.time_ms IS NULL AND s.known = '[]'`),
    rejected: count('SELECT COALESCE(SUM(rows_rejected), 0) FROM source_current'),
  }
}
