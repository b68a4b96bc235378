import { z } from 'zod'
import { matches, patterns, patternValues } from './patterns.ts'
import type { RuleKind, Statement } from './ruleKind.ts'

const above = z.number().min(0).nullable().default(null)

const settings = z.strictObject({
  /** Of customer ids as they stand in the files: test*, internal-?. */
  ids: patterns,
  /** Bots: more acts than this within some clock hour. */
  actsPerHourAbove: above,
  /** Resellers: more units than this in some order, or on some product in all. */
  unitsPerOrderAbove: above,
  unitsPerProductAbove: above,
})

const leaveOut = (users: string, values: Statement['values']): Statement => ({
  sql: `INSERT INTO rule_change (behaviour_id, excluded) SELECT id, 1 FROM behaviour_current WHERE user_id IN (${users})
    ON CONFLICT (behaviour_id) DO NOTHING`,
  values,
})

/** Customers that are none: test accounts, bots, resellers, by id or by a threshold. All of their acts are left out. */
export const excludedUsers: RuleKind<typeof settings> = {
  settings,
  statements({ ids, actsPerHourAbove, unitsPerOrderAbove, unitsPerProductAbove }) {
    const statements = [leaveOut(`SELECT id FROM user WHERE ${matches('external', 'ids')}`, patternValues('ids', ids))]
    const add = (limit: number | null, grouped: string) => {
      if (limit !== null) statements.push(leaveOut(`SELECT user_id FROM act ${grouped} > @limit`, { limit }))
    }
    add(actsPerHourAbove, 'GROUP BY user_id, time_ms / 3600000 HAVING COUNT(*)')
    add(unitsPerOrderAbove, 'WHERE type_id = 4 AND order_id IS NOT NULL GROUP BY user_id, order_id HAVING SUM(units)')
    add(
      unitsPerProductAbove,
      'WHERE type_id = 4 AND product_id IS NOT NULL GROUP BY user_id, product_id HAVING SUM(units)',
    )
    return statements
  },
}
