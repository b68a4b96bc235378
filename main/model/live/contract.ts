import { z } from 'zod'
import { command } from '../../base/command.ts'
import type { LiveScore } from './types.ts'

const act = z.strictObject({
  time: z.union([z.string().min(1).max(80), z.number()]),
  type: z.string().min(1).max(100),
  product_id: z.string().min(1).max(1000).optional(),
  quantity: z.number().optional(),
  price: z.number().optional(),
  amount: z.number().optional(),
  discount: z.number().optional(),
  order_id: z.string().min(1).max(1000).optional(),
})

export const liveContract = {
  /** What the model of a run says of one customer, whose session so far may be given with it. Warm, it takes milliseconds. */
  'model.scoreRecord': command<LiveScore>()(
    z.strictObject({
      /** The newest one where none is named. */
      runId: z.int().optional(),
      /** As it stands in the user's file. */
      userId: z.string().trim().min(1).max(1000),
      acts: z.array(act).max(1000).default([]),
      brands: z.array(z.string().trim().min(1).max(1000)).max(100).default([]),
    }),
  ),
}
