import { z } from 'zod'
import { command } from '../../base/command.ts'
import { asOf } from '../../storage/contract.ts'
import type { SocialNetwork } from './types.ts'

const selection = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('community'), community: z.int().min(1) }),
  z.strictObject({ kind: z.literal('customer'), user: z.string().min(1).max(500), steps: z.int().min(1).max(3) }),
])

/** Null: links of every relation; the empty name: links without one. */
const relation = z.string().max(500).nullable().default(null)

export const socialContract = {
  /** Null where the data hold no link between two customers. */
  'social.network': command<SocialNetwork | null>()(
    z.object({
      selection: selection.default({ kind: 'all' }),
      relation,
      limit: z.int().min(1).max(5000).default(5000),
      /** Whose predicted values are summed; without one, past spend. */
      runId: z.int().nullable().default(null),
      asOf,
    }),
  ),
  /** A job; its result is an Influence. */
  'social.influence': command<{ jobId: string }>()(
    z.object({
      of: z.enum(['product', 'brand']).default('product'),
      relation,
      days: z.array(z.int().min(1).max(365)).min(1).max(12).default([7, 14, 30, 60, 90]),
      shuffles: z.int().min(20).max(2000).default(200),
      seed: z.int().min(0).max(4294967295).default(1),
      asOf,
    }),
  ),
}
