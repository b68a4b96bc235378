import type { Database } from 'better-sqlite3'
import { createCalendar } from '../../base/calendar.ts'
import type { Work } from '../../base/job.ts'
import type { StoredRule } from '../../storage/state.ts'
import { fillNet } from './netStore.ts'
import type { RuleContext } from './ruleKind.ts'
import { nettingKind, statementsOf } from './ruleKinds.ts'
import type { ActTotals, ExampleRow, RuleEffect, RuleReport } from './types.ts'

/**
 * Applies rules one after the other, each to what those before it leave, and keeps what each moves. The views must be of
 * the full shape meanwhile. Names are not qualified: temporary tables of these names come first.
 */
export function applyRules(database: Database, rules: StoredRule[], examples: number, work: Work): RuleReport[] {
  const enabled = rules.filter((rule) => rule.enabled)
  if (enabled.length === 0) return []
  const context = readContext(database)
  database.exec(`CREATE TEMP TABLE rule_change (behaviour_id INTEGER PRIMARY KEY, excluded INTEGER NOT NULL DEFAULT 0,
    type_id INTEGER, quantity REAL, price REAL, amount REAL, discount REAL)`)
  const reports = enabled.map((rule, i) => {
    work.checkpoint()
    work.progress('clean', i, enabled.length)
    const report =
      rule.kind === nettingKind ? net(database, rule, context, examples) : apply(database, rule, context, examples)
    keepEffect(database, report)
    return report
  })
  database.exec('DROP TABLE rule_change')
  return reports
}

function readContext(database: Database): RuleContext {
  const setting = (key: string) =>
    database.prepare('SELECT value FROM project WHERE key = ?').pluck().get(key) as string
  return { calendar: createCalendar(setting('timezone')), currency: setting('currency') }
}

function apply(
  database: Database,
  { id, kind, settings }: StoredRule,
  context: RuleContext,
  examples: number,
): RuleReport {
  database.exec('DELETE FROM rule_change')
  for (const { sql, values } of statementsOf(kind, settings, context)) database.prepare(sql).run(values ?? {})
  const counts = database
    .prepare(
      'SELECT COALESCE(SUM(excluded), 0) AS rowsExcluded, COALESCE(SUM(NOT excluded), 0) AS rowsChanged FROM rule_change',
    )
    .get() as { rowsExcluded: number; rowsChanged: number }
  const touched = 'SELECT behaviour_id FROM rule_change'
  const before = { money: moneyOf(database, 'act', touched), rows: exampleRows(database, 'act', touched, examples) }
  database
    .prepare(
      `INSERT INTO row_effect (behaviour_id, excluded_by, changed_by, type_id, quantity, price, amount, discount)
       SELECT behaviour_id, CASE WHEN excluded THEN @id END, CASE WHEN NOT excluded THEN @id END,
         type_id, quantity, price, amount, discount FROM rule_change WHERE TRUE
       ON CONFLICT (behaviour_id) DO UPDATE SET excluded_by = excluded.excluded_by,
         changed_by = COALESCE(excluded.changed_by, changed_by),
         trail = CASE WHEN excluded.changed_by IS NULL OR changed_by IS NULL THEN trail
           ELSE COALESCE(trail || ', ', '') || json_array(changed_by, type_id, quantity, price, amount, discount) END,
         ${['type_id', 'quantity', 'price', 'amount', 'discount'].map((name) => `${name} = COALESCE(excluded.${name}, ${name})`).join(', ')}`,
    )
    .run({ id })
  const after = { money: moneyOf(database, 'act', touched), rows: exampleRows(database, 'act', touched, examples) }
  return { ruleId: id, ...counts, ...movedMoney(before.money, after.money), examples: paired(before.rows, after.rows) }
}

function net(database: Database, { id }: StoredRule, { calendar }: RuleContext, examples: number): RuleReport {
  fillNet(database, calendar)
  const counts = database
    .prepare(
      'SELECT COALESCE(SUM(units <= 0), 0) AS rowsExcluded, COALESCE(SUM(units > 0), 0) AS rowsChanged FROM row_net',
    )
    .get() as { rowsExcluded: number; rowsChanged: number }
  const touched = 'SELECT behaviour_id FROM row_net'
  const [before, after] = (['act', 'act_net'] as const).map((view) => moneyOf(database, view, touched))
  const [from, to] = (['act', 'act_net'] as const).map((view) => exampleRows(database, view, touched, examples))
  return { ruleId: id, ...counts, ...movedMoney(before, after), examples: paired(from, to) }
}

type Money = Pick<ActTotals, 'revenue' | 'returned'>

const sums = `COALESCE(SUM(CASE WHEN type_id = 4 THEN money END), 0) AS revenue,
  COALESCE(SUM(CASE WHEN type_id = 5 THEN money END), 0) AS returned`

const moneyOf = (database: Database, view: 'act' | 'act_net', rows: string) =>
  database.prepare(`SELECT ${sums} FROM ${view} WHERE id IN (${rows})`).get() as Money

const movedMoney = (before: Money, after: Money): Money => ({
  revenue: after.revenue - before.revenue,
  returned: after.returned - before.returned,
})

function exampleRows(database: Database, view: 'act' | 'act_net', rows: string, limit: number): ExampleRow[] {
  if (limit === 0) return []
  return database
    .prepare(
      `SELECT b.id, s.name AS file, b.line, u.external AS user, p.external AS product, t.name AS type, b.time_ms AS timeMs,
         b.quantity, b.price, b.amount, b.discount, b.currency, b.order_id AS orderId, a.units, a.money
       FROM ${view} a JOIN behaviour_current b ON b.id = a.id JOIN source s ON s.id = b.source_id
       JOIN user u ON u.id = b.user_id LEFT JOIN product p ON p.id = b.product_id JOIN act_type t ON t.id = a.type_id
       WHERE a.id IN (${rows} ORDER BY behaviour_id LIMIT ?) ORDER BY a.id`,
    )
    .all(limit) as ExampleRow[]
}

const paired = (before: ExampleRow[], after: ExampleRow[]): RuleReport['examples'] =>
  before.map((row) => ({ before: row, after: after.find(({ id }) => id === row.id) ?? null }))

function keepEffect(database: Database, { ruleId, rowsExcluded, rowsChanged, revenue, returned }: RuleReport): void {
  database
    .prepare('INSERT INTO rule_effect (rule_id, rows_excluded, rows_changed, revenue, returned) VALUES (?, ?, ?, ?, ?)')
    .run(ruleId, rowsExcluded, rowsChanged, revenue, returned)
}

/** Of the state in force, in the order of the rules' ids. */
export const listEffects = (database: Database): RuleEffect[] =>
  database
    .prepare(
      `SELECT rule_id AS ruleId, rows_excluded AS rowsExcluded, rows_changed AS rowsChanged, revenue, returned FROM rule_effect
       ORDER BY rule_id`,
    )
    .all() as RuleEffect[]

export const totalActs = (database: Database): ActTotals =>
  database
    .prepare(
      `SELECT COUNT(*) AS rows, COALESCE(SUM(type_id = 4), 0) AS purchases, COALESCE(SUM(type_id = 5), 0) AS returns, ${sums}
       FROM act_net`,
    )
    .get() as ActTotals

/** Those of the names that no act type has. */
export function unknownTypes(database: Database, names: string[]): string[] {
  const known = new Set(database.prepare('SELECT name FROM act_type').pluck().all())
  return names.filter((name) => !known.has(name))
}
