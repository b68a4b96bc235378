import { z } from 'zod'
import { command } from '../base/command.ts'
import { ownKinds, tasks } from '../features/types.ts'
import { engineInput } from '../model/contract.ts'
import type { CustomerWhy, Explanation } from './types.ts'

export const explainContract = {
  /** Shuffles one input after the other on the run's test rows and measures what each costs. */
  'explain.start': command<{ jobId: string }>()(
    z.object({
      runId: z.int(),
      task: z.union([z.enum(tasks), z.templateLiteral([z.enum(ownKinds), ':', z.string()])]),
      method: z.enum(['permutation']).default('permutation'),
      repeats: z.int().min(2).max(100).default(10),
      /** Test rows used at most; a seeded sample beyond that. */
      rows: z.int().min(50).max(100_000).default(5000),
      seed: z.int().min(0).max(4294967295).default(1),
      engine: engineInput.default('auto'),
    }),
  ),
  /** What each kind of input adds to a customer's predicted value and repurchase. The first call of a run reads the project. */
  'explain.customer': command<CustomerWhy>()(z.object({ runId: z.int(), userId: z.string().trim().min(1).max(1000) })),
  /** Newest first. */
  'explain.list': command<Explanation[]>()(z.object({ runId: z.int() })),
}
