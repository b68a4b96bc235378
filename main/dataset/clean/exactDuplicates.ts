import { z } from 'zod'
import type { RuleKind } from './ruleKind.ts'

const settings = z.strictObject({
  /** `everywhere`: of equal rows the first stays. `files`: as many stay as the file with most of them holds. */
  between: z.enum(['everywhere', 'files']).default('everywhere'),
})

const columns = [
  ...['user_id', 'time_ms', 'product_id', 'type_id', 'quantity', 'price', 'amount', 'discount'],
  ...['order_id', 'session_id', 'query', 'channel', 'currency'],
].join(', ')

/** Rows of a moment at which one user has more than one: the only ones that can have a copy. */
const crowded = `SELECT user_id, time_ms FROM behaviour_current GROUP BY user_id, time_ms HAVING COUNT(*) > 1`

/** Rows that repeat an earlier row in every column; where a row stands in which file is no column. */
export const exactDuplicates: RuleKind<typeof settings> = {
  settings,
  statements: ({ between }) => [
    {
      sql:
        between === 'everywhere'
          ? `INSERT INTO rule_change (behaviour_id, excluded)
             SELECT id, 1 FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY ${columns} ORDER BY id) AS copy
               FROM behaviour_current WHERE (user_id, time_ms) IN (${crowded})) WHERE copy > 1`
          : `INSERT INTO rule_change (behaviour_id, excluded)
             SELECT id, 1 FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY ${columns}, copy ORDER BY id) AS file
               FROM (SELECT id, ${columns}, ROW_NUMBER() OVER (PARTITION BY ${columns}, source_id ORDER BY id) AS copy
                 FROM behaviour_current WHERE (user_id, time_ms) IN (${crowded}))) WHERE file > 1`,
    },
  ],
}
