import { z } from 'zod'
import { tasks } from '../features/types.ts'

const difference = z.strictObject({ value: z.number(), low: z.number(), high: z.number() })

/** What one switch did on one data set. */
const trial = z.strictObject({
  measuredOn: z.iso.date(),
  /** CPU seconds of a training over those of what it is held against. */
  cpu: z.number().positive(),
  /** The switch it is held against; null for the plain network. */
  against: z.string().nullable(),
  /** By task, the paired difference in the deciding measure, with its 95% interval. */
  differences: z.partialRecord(z.enum(tasks), difference),
})

/** `resources/ablation.json`, by data set: what `npm run bench -- ablation --keep` measured of every switch of the model. */
export const ablationFile = z.record(
  z.string(),
  z.strictObject({
    /** The plain network's figures. */
    plain: z.partialRecord(
      z.enum(tasks),
      z.strictObject({ measure: z.enum(['gini', 'aucAny']), value: z.number(), rows: z.int().positive() }),
    ),
    cpuSeconds: z.number().positive(),
    switches: z.record(z.string(), trial),
  }),
)

export type Ablation = z.infer<typeof ablationFile>
export type AblationTrial = z.infer<typeof trial>
export type AblationDifference = z.infer<typeof difference>
