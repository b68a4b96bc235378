import { z } from 'zod'
import { actTypes, typeCondition } from './actTypes.ts'
import type { RuleKind } from './ruleKind.ts'

const settings = z.strictObject({
  /** Of the positive amounts of each act type, interpolated as R's type 7. */
  quantile: z.number().min(0.5).max(1).default(0.995),
  types: actTypes.default(['purchase']),
})

/**
 * Amounts above a quantile of their act type are lowered to it. An amount that the file leaves to quantity × price −
 * discount is written out.
 */
export const winsorise: RuleKind<typeof settings> = {
  settings,
  statements: ({ quantile, types }) => [
    {
      sql: `WITH ranked AS (
          SELECT type_id, money, ROW_NUMBER() OVER (PARTITION BY type_id ORDER BY money) - 1 AS place,
            (COUNT(*) OVER (PARTITION BY type_id) - 1) * @quantile AS wanted
          FROM act WHERE money > 0 AND ${typeCondition('type_id')}),
        cap AS MATERIALIZED (
          SELECT type_id, MIN(money) + (MAX(money) - MIN(money)) * (wanted - CAST(wanted AS INTEGER)) AS highest
          FROM ranked WHERE place BETWEEN CAST(wanted AS INTEGER) AND CAST(wanted AS INTEGER) + 1 GROUP BY type_id)
        INSERT INTO rule_change (behaviour_id, amount)
        SELECT a.id, CASE WHEN COALESCE(b.amount, COALESCE(b.quantity, 1) * b.price - COALESCE(b.discount, 0)) < 0
            THEN -cap.highest ELSE cap.highest END
        FROM act a JOIN cap ON cap.type_id = a.type_id JOIN behaviour_current b ON b.id = a.id
        WHERE a.money > cap.highest`,
      values: { quantile, types: types && JSON.stringify(types) },
    },
  ],
}
