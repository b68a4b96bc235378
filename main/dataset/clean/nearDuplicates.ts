import { z } from 'zod'
import { actTypes, typeCondition } from './actTypes.ts'
import type { RuleKind } from './ruleKind.ts'

const settings = z.strictObject({
  withinSeconds: z.number().min(0).max(86_400).default(60),
  types: actTypes,
})

/**
 * Acts of one user on one product, alike in type, units, money and order, that come at most so long after the one before:
 * a double click, a page sent twice. Of such a row of acts the first stays.
 */
export const nearDuplicates: RuleKind<typeof settings> = {
  settings,
  statements: ({ withinSeconds, types }) => [
    {
      sql: `INSERT INTO rule_change (behaviour_id, excluded)
        SELECT id, 1 FROM (SELECT id, time_ms - LAG(time_ms) OVER (
            PARTITION BY user_id, product_id, type_id, units, money, order_id ORDER BY time_ms, id) AS since
          FROM act WHERE ${typeCondition('type_id')}) WHERE since <= @withinMs`,
      values: { withinMs: withinSeconds * 1000, types: types && JSON.stringify(types) },
    },
  ],
}
