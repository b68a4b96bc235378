import { z } from 'zod'
import type { RuleKind } from './ruleKind.ts'

const settings = z.strictObject({})

const line = 'order_id, user_id, product_id, type_id, units, money'

/**
 * Order lines that came in two files: exports that overlap, or an order written down again at another moment. Of each
 * line as many stay as the file with most of them holds; those of the earlier import stay.
 */
export const repeatedOrders: RuleKind<typeof settings> = {
  settings,
  statements: () => [
    {
      sql: `INSERT INTO rule_change (behaviour_id, excluded)
        SELECT id, 1 FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY ${line}, copy ORDER BY source_id, id) AS file
          FROM (SELECT id, source_id, ${line}, ROW_NUMBER() OVER (PARTITION BY ${line}, source_id ORDER BY id) AS copy
            FROM act WHERE order_id IS NOT NULL)) WHERE file > 1`,
    },
  ],
}
