import type { z } from 'zod'
import type { Calendar } from '../../base/calendar.ts'

/** One SQL statement with its named values. */
export interface Statement {
  sql: string
  values?: Record<string, string | number | null>
}

/** What a rule may know beside its settings. */
export interface RuleContext {
  calendar: Calendar
  /** ISO 4217 code of the project's money, or empty. */
  currency: string
}

/**
 * A kind of cleaning rule. Its statements read `behaviour_current`, `act` and the other views as the rules before it left
 * them, and write what they would change into `rule_change (behaviour_id, excluded, type_id, quantity, price, amount,
 * discount)`: excluded is 1 for a row to be left out; else what is NULL stays as it is.
 */
export interface RuleKind<Schema extends z.ZodType> {
  settings: Schema
  statements(settings: z.output<Schema>, context: RuleContext): Statement[]
}
