import { z } from 'zod'
import { command } from '../../base/command.ts'
import { ruleInput } from './ruleKinds.ts'
import { mergedEntities } from '../../storage/state.ts'
import type { CleaningRule, Merge, Spare } from './types.ts'

const entity = z.enum(mergedEntities)
/** As it stands in the files: an id, or a brand's name. */
const name = z.string().min(1)

/** The whole list, in the order in which the rules are to be applied. */
const rules = z.object({ rules: z.array(ruleInput).max(1000) })

/** Whether what undo and redo could still reach goes, too. */
const forgetSteps = z.boolean().default(false)

export const cleanContract = {
  /** What compacting would delete for good. */
  'project.spare': command<Spare[]>()(z.object({ forgetSteps })),
  /** Deletes it and packs the file. The job's result is a CompactResult. */
  'project.compact': command<{ jobId: string }>()(z.object({ forgetSteps })),
  /** The rules in force with what each does. */
  'clean.rules': command<CleaningRule[]>()(z.object({})),
  /** What a list of rules would do instead. The job's result is a RulePreview. */
  'clean.preview': command<{ jobId: string }>()(rules),
  /** Puts a list of rules in force, as one step. The job's result is a CleaningRule[]. */
  'clean.apply': command<{ jobId: string }>()(rules),
  /** The merges in force. */
  'clean.merges': command<Merge[]>()(z.object({})),
  /** Which may be one, to be confirmed. The job's result is a MergeSuggestion[]. */
  'clean.suggestMerges': command<{ jobId: string }>()(z.object({ entity })),
  /** Takes each first one for the second, as one step. The job's result is a Merge[]: all in force. */
  'clean.merge': command<{ jobId: string }>()(
    z.object({
      merges: z
        .array(z.object({ entity, from: name, to: name }))
        .min(1)
        .max(1_000_000),
    }),
  ),
  /** Pairs that were declined: they are suggested still, and shown as declined. */
  'clean.declined': command<Merge[]>()(z.object({})),
  /** Declines pairs, or offers them again. Returns all that are declined. */
  'clean.decline': command<Merge[]>()(
    z.object({
      pairs: z
        .array(
          z
            .object({ entity, from: name, to: name })
            .refine(({ from, to }) => from !== to, { message: 'two different ones are expected' }),
        )
        .min(1)
        .max(1_000_000),
      declined: z.boolean().default(true),
    }),
  ),
  /** Takes merges apart again, as one step. The job's result is a Merge[]: all in force. */
  'clean.unmerge': command<{ jobId: string }>()(
    z.object({
      merges: z
        .array(z.object({ entity, from: name }))
        .min(1)
        .max(1_000_000),
    }),
  ),
}
