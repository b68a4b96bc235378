import { z } from 'zod'
import { command } from '../../base/command.ts'
import { ruleInput } from './ruleKinds.ts'
import type { CleaningRule } from './types.ts'

/** The whole list, in the order in which the rules are to be applied. */
const rules = z.object({ rules: z.array(ruleInput).max(1000) })

export const cleanContract = {
  /** The rules in force with what each does. */
  'clean.rules': command<CleaningRule[]>()(z.object({})),
  /** What a list of rules would do instead. The job's result is a RulePreview. */
  'clean.preview': command<{ jobId: string }>()(rules),
  /** Puts a list of rules in force, as one step. The job's result is a CleaningRule[]. */
  'clean.apply': command<{ jobId: string }>()(rules),
}
