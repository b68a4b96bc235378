import { z } from 'zod'
import { ownTaskInput } from './own/ownTaskInput.ts'
import { measures, tasks } from './types.ts'

/** What a caller may say about a training's rows; everything left out is chosen from the data. */
export const trainSetupInput = z.object({
  tasks: z.array(z.enum(tasks)).optional(),
  /** Tasks of the analyst's own, learned beside those. */
  own: z.array(ownTaskInput).max(12).default([]),
  /** A calendar day in the project's time zone. */
  cutoff: z.iso.date().optional(),
  horizonDays: z.int().min(1).max(3650).optional(),
  split: z.enum(['auto', 'time', 'users']).default('auto'),
  /** Users split: fold k of n is the test part. */
  fold: z.object({ k: z.int().min(1), n: z.int().min(2).max(20) }).optional(),
  /** What customer value counts: net spend, or the margin where products have costs. */
  measure: z.enum(measures).default('spend'),
  /** What reads titles and descriptions: Assay's own reader, a folder with a pretrained model, or nothing. */
  text: z.object({ encoder: z.string().trim().min(1).max(4096).default('off') }).prefault({}),
  seed: z.int().min(0).max(4294967295).default(1),
})

export type TrainSetupInput = z.input<typeof trainSetupInput>
