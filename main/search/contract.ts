import { z } from 'zod'
import { command } from '../base/command.ts'
import { engineInput, trainInput } from '../model/contract.ts'
import { searchable, type StudyDetails, type StudySummary } from './types.ts'

const range = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('uniform'), low: z.number(), high: z.number() }),
  z.object({ kind: z.literal('logUniform'), low: z.number().positive(), high: z.number().positive() }),
  z.object({ kind: z.literal('choice'), values: z.array(z.number()).min(1) }),
])

export const searchContract = {
  'search.start': command<{ jobId: string }>()(
    z.object({
      method: z.enum(['random']).default('random'),
      trials: z.int().min(1).max(1000).default(12),
      seed: z.int().min(0).max(4294967295).default(1),
      setup: trainInput.shape.setup,
      /** Settings that every trial shares. */
      config: trainInput.shape.config,
      /** What is varied; left out: a range for each of the searchable settings. */
      space: z.partialRecord(z.enum(searchable), range).optional(),
      engine: engineInput.default('auto'),
      /** A study to go on with: its own setup, space and seed hold. */
      resume: z.int().optional(),
    }),
  ),
  'search.studies': command<StudySummary[]>()(z.object({})),
  'search.study': command<StudyDetails>()(z.object({ studyId: z.int() })),
  /** Trains a full run, with test figures and scores, with a trial's configuration (the best unless one is named). */
  'search.adopt': command<{ jobId: string }>()(
    z.object({ studyId: z.int(), trial: z.int().optional(), engine: engineInput.default('auto') }),
  ),
}
