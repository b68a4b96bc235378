import { z } from 'zod'
import { matches, patterns, patternValues } from './patterns.ts'
import type { RuleKind } from './ruleKind.ts'

const settings = z.strictObject({
  /** Of product ids as they stand in the files: POST, BANK CHARGES, TEST*. */
  codes: patterns,
  /** Of titles: *test*. */
  titles: patterns,
})

/** Lines that are no merchandise: postage, charges, adjustments, test products. */
export const excludedProducts: RuleKind<typeof settings> = {
  settings,
  statements: ({ codes, titles }) => [
    {
      sql: `INSERT INTO rule_change (behaviour_id, excluded) SELECT id, 1 FROM behaviour_current WHERE product_id IN (
          SELECT id FROM product WHERE ${matches('external', 'codes')}
          UNION SELECT product_id FROM product_current WHERE ${matches('title', 'titles')})`,
      values: { ...patternValues('codes', codes), ...patternValues('titles', titles) },
    },
  ],
}
