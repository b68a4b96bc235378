import { z } from 'zod'
import type { RuleKind } from './ruleKind.ts'

const day = z.iso.date().nullable().default(null)

const settings = z.strictObject({ from: day, to: day })

/** Acts before the first day or after the last one, calendar days of the project's zone, both included. */
export const dateWindow: RuleKind<typeof settings> = {
  settings,
  statements({ from, to }, { calendar }) {
    const midnight = (text: string | null) => (text === null ? null : calendar.parseIsoDate(text))
    const last = midnight(to)
    const endMs = last === null ? null : calendar.addDays(last, 1)
    return [
      {
        sql: `INSERT INTO rule_change (behaviour_id, excluded)
          SELECT id, 1 FROM behaviour_current WHERE time_ms < @startMs OR time_ms >= @endMs`,
        values: { startMs: midnight(from), endMs },
      },
    ]
  },
}
