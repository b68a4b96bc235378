import { z } from 'zod'
import type { RuleKind } from './ruleKind.ts'

const settings = z.strictObject({
  /** From the type as it stands to another one, both by name; null leaves its acts out. */
  changes: z
    .array(z.strictObject({ from: z.string().trim().min(1), to: z.string().trim().min(1).nullable() }))
    .max(10_000)
    .default([]),
})

/** Acts that the file calls one thing and are another: clicks that are views, test orders. Needs types that are there. */
export const changedTypes: RuleKind<typeof settings> = {
  settings,
  statements: ({ changes }) => [
    {
      sql: `INSERT INTO rule_change (behaviour_id, excluded, type_id)
        SELECT b.id, c.excluded, c.to_id FROM behaviour_current b JOIN (
          SELECT f.id AS from_id, j.value ->> 'to' IS NULL AS excluded, t.id AS to_id FROM json_each(@changes) j
          JOIN act_type f ON f.name = j.value ->> 'from' LEFT JOIN act_type t ON t.name = j.value ->> 'to') c
        ON c.from_id = b.type_id WHERE c.excluded OR c.to_id <> b.type_id
        ON CONFLICT (behaviour_id) DO NOTHING`,
      values: { changes: JSON.stringify(changes) },
    },
  ],
}
