import { z } from 'zod'
import { command } from '../../base/command.ts'
import { asOf } from '../../storage/contract.ts'
import { shopFilter } from '../filter/input.ts'
import type { SocialNetwork } from './types.ts'

const selection = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('community'), community: z.int().min(1) }),
  z.strictObject({ kind: z.literal('customer'), user: z.string().min(1).max(500), steps: z.int().min(1).max(3) }),
])

/** Null: links of every relation; the empty name: links without one. */
const scope = {
  relation: z.string().max(500).nullable().default(null),
  /** Ties count between customers whom it means; its goods and days narrow what they spent and bought. */
  filter: shopFilter.default(shopFilter.parse({})),
  asOf,
}

export const socialContract = {
  /** Null where the data hold no link between two customers. */
  'social.network': command<SocialNetwork | null>()(
    z.object({
      ...scope,
      selection: selection.default({ kind: 'all' }),
      limit: z.int().min(1).max(5000).default(5000),
      /** Whose predicted values are summed; without one, past spend. */
      runId: z.int().nullable().default(null),
    }),
  ),
  /** A job that finds the communities of a large network; `social.network` then tells them. Its result is how many there are. */
  'social.communities': command<{ jobId: string }>()(z.object(scope)),
  /** A job; its result is an Influence. */
  'social.influence': command<{ jobId: string }>()(
    z.object({
      ...scope,
      of: z.enum(['product', 'brand']).default('product'),
      days: z.array(z.int().min(1).max(365)).min(1).max(12).default([7, 14, 30, 60, 90]),
      shuffles: z.int().min(20).max(2000).default(200),
      seed: z.int().min(0).max(4294967295).default(1),
    }),
  ),
}
