import { z } from 'zod'
import type { Calendar } from '../../base/calendar.ts'
import type { RuleKind } from './ruleKind.ts'

const code = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{3}$/)

const settings = z.strictObject({
  /** What one unit is worth in the project's currency: in a month (`2024-05`) of the project's zone, else at any time. */
  rates: z
    .array(
      z.strictObject({
        currency: code,
        rate: z.number().positive(),
        month: z
          .string()
          .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
          .nullable()
          .default(null),
      }),
    )
    .max(100_000)
    .default([])
    .refine((rates) => new Set(rates.map(({ currency, month }) => `${currency} ${month}`)).size === rates.length, {
      message: 'one rate per currency and month is expected',
    }),
  /** What becomes of rows in a currency without a rate: left out, or taken as they are. */
  unknown: z.enum(['exclude', 'keep']).default('exclude'),
})

/** Money in other currencies is brought into the project's. Rows that name none are in it already. */
export const convertedCurrencies: RuleKind<typeof settings> = {
  settings,
  statements({ rates, unknown }, { calendar, currency }) {
    const spans = rates.map(({ month, ...rate }) => ({ ...rate, month, ...monthSpan(month, calendar) }))
    const values = { rates: JSON.stringify(spans), currency, excludes: unknown === 'exclude' ? 1 : 0 }
    return [{ sql: convert, values }]
  },
}

/** A month's own rate comes before one for any time. */
const convert = `
WITH rate AS MATERIALIZED (
    SELECT value ->> 'currency' AS currency, value ->> 'rate' AS rate, value ->> 'startMs' AS start_ms,
      value ->> 'endMs' AS end_ms FROM json_each(@rates)),
  foreign_row AS (
    SELECT id, time_ms, price, amount, discount, UPPER(TRIM(currency)) AS currency FROM behaviour_current
    WHERE UPPER(TRIM(currency)) NOT IN ('', @currency)),
  rated AS (
    SELECT b.id, b.price, b.amount, b.discount, COALESCE(m.rate, a.rate) AS rate FROM foreign_row b
    LEFT JOIN rate m ON m.currency = b.currency AND b.time_ms >= m.start_ms AND b.time_ms < m.end_ms
    LEFT JOIN rate a ON a.currency = b.currency AND a.start_ms IS NULL)
INSERT INTO rule_change (behaviour_id, excluded, price, amount, discount)
SELECT id, rate IS NULL, price * rate, amount * rate, discount * rate FROM rated
WHERE CASE WHEN rate IS NULL THEN @excludes ELSE rate <> 1 AND (price <> 0 OR amount <> 0 OR discount <> 0) END`

function monthSpan(month: string | null, calendar: Calendar): { startMs: number | null; endMs: number | null } {
  if (month === null) return { startMs: null, endMs: null }
  const [year, number] = month.split('-').map(Number)
  const next = number === 12 ? calendar.fromLocal(year + 1, 1, 1) : calendar.fromLocal(year, number + 1, 1)
  return { startMs: calendar.fromLocal(year, number, 1), endMs: next }
}
