import type { Database } from 'better-sqlite3'
import type { Calendar } from '../base/calendar.ts'
import { readOperation } from '../storage/operation.ts'
import type { BehaviourProfile, Profile } from './types.ts'
import { warningsOf } from './warnings.ts'

/** Counts and spans of all that was imported, what is doubtful about it, and its course week by week. */
export const profileOperation = readOperation<null, Profile>('dataset.profile', ({ database, calendar }, _, work) => {
  const steps = 3
  work.progress('profile', 0, steps)
  const behaviour = profileBehaviour(database, calendar)
  work.checkpoint()
  work.progress('profile', 1, steps)
  const tables: Profile['tables'] = { behaviour, ...profileOthers(database) }
  work.checkpoint()
  work.progress('profile', 2, steps)
  return { tables, warnings: warningsOf(database, tables, Date.now()), overTime: weekByWeek(database, calendar) }
})

const purchase = 4
const returned = 5

function profileBehaviour(database: Database, calendar: Calendar): BehaviourProfile {
  const totals = database
    .prepare(
      `SELECT COUNT(*) AS rows, COUNT(DISTINCT user_id) AS users, COUNT(DISTINCT product_id) AS products,
         MIN(time_ms) AS firstMs, MAX(time_ms) AS lastMs FROM behaviour`,
    )
    .get() as { rows: number; users: number; products: number; firstMs: number | null; lastMs: number | null }
  const acts = database
    .prepare(
      `SELECT a.type_id AS typeId, t.name, COUNT(*) AS acts, SUM(a.money) AS money, COUNT(DISTINCT a.user_id) AS users
       FROM act a JOIN act_type t ON t.id = a.type_id GROUP BY a.type_id ORDER BY a.type_id`,
    )
    .all() as { typeId: number; name: string; acts: number; money: number; users: number }[]
  const named = database
    .prepare(
      `SELECT COUNT(DISTINCT brand_id) AS brands, COUNT(DISTINCT category_id) AS categories FROM product_current
       WHERE product_id IN (SELECT DISTINCT product_id FROM behaviour)`,
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
         SELECT COUNT(*) AS copies FROM behaviour
         GROUP BY user_id, time_ms, product_id, type_id, quantity, price, amount, discount, order_id, session_id, query, channel
         HAVING COUNT(*) > 1)`,
    )
    .get() as { repeats: number }
  return repeats
}

function profileOthers(database: Database): Omit<Profile['tables'], 'behaviour'> {
  const one = <Row>(sql: string) => database.prepare(sql).get() as Row
  const attributes = database
    .prepare('SELECT DISTINCT key FROM user_fact, json_each(user_fact.attributes) ORDER BY key')
    .pluck()
    .all() as string[]
  return {
    products: one(
      `SELECT (SELECT COUNT(*) FROM product_fact) AS rows, COUNT(*) AS products, COUNT(brand_id) AS withBrand,
         COUNT(category_id) AS withCategory, COUNT(price) AS withPrice FROM product_current`,
    ),
    users: {
      ...one<{ rows: number; users: number }>(
        'SELECT COUNT(*) AS rows, COUNT(DISTINCT user_id) AS users FROM user_fact',
      ),
      attributes,
    },
    social: one(
      `SELECT COUNT(*) AS rows, COUNT(time_ms) AS dated,
         (SELECT COUNT(*) FROM (SELECT user_id FROM social_link UNION SELECT peer_id FROM social_link)) AS users
       FROM social_link`,
    ),
    campaigns: one(
      `SELECT COUNT(*) AS rows, COUNT(DISTINCT user_id) AS users, COUNT(DISTINCT campaign) AS campaigns
       FROM campaign_contact`,
    ),
  }
}

const quarterMs = 900_000

/** Acts, purchases and net revenue per week from Monday. Grouped by quarter hours first: no zone's day begins within one. */
function weekByWeek(database: Database, calendar: Calendar): Profile['overTime'] {
  const quarters = database
    .prepare(
      `SELECT time_ms / ${quarterMs} AS quarter, COUNT(*) AS acts, SUM(type_id = ${purchase}) AS purchases,
         SUM(CASE type_id WHEN ${purchase} THEN money WHEN ${returned} THEN -money ELSE 0 END) AS revenue
       FROM act GROUP BY quarter ORDER BY quarter`,
    )
    .all() as { quarter: number; acts: number; purchases: number; revenue: number }[]
  const weeks = new Map<number, Profile['overTime'][number]>()
  const weekAt = (monday: number) => {
    const week = weeks.get(monday) ?? {
      week: calendar.isoDate(calendar.dayStart(monday)),
      acts: 0,
      purchases: 0,
      revenue: 0,
    }
    weeks.set(monday, week)
    return week
  }
  let last: number | null = null
  for (const { quarter, acts, purchases, revenue } of quarters) {
    const timeMs = quarter * quarterMs
    const monday = calendar.dayNumber(timeMs) - calendar.weekday(timeMs)
    while (last !== null && last + 7 < monday) weekAt((last += 7))
    last = monday
    const week = weekAt(monday)
    week.acts += acts
    week.purchases += purchases
    week.revenue += revenue
  }
  return [...weeks.values()]
}
