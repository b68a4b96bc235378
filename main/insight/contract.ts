import { z } from 'zod'
import { command } from '../base/command.ts'
import { asOf } from '../storage/contract.ts'
import type { BrandDetails, CategoryChoice, LoyaltyOverview, SwitchingMatrix } from './types.ts'

const scope = {
  /** Null: the whole shop. */
  categoryId: z.int().nullable().default(null),
  windowDays: z.int().min(7).max(3650).default(365),
  asOf,
}

export const insightContract = {
  'insight.categories': command<CategoryChoice[]>()(z.object({ asOf })),
  'insight.loyalty': command<LoyaltyOverview>()(z.object({ ...scope, runId: z.int().nullable().default(null) })),
  'insight.brand': command<BrandDetails>()(
    z.object({ ...scope, brandId: z.int(), runId: z.int().nullable().default(null) }),
  ),
  'insight.switching': command<SwitchingMatrix>()(z.object({ ...scope, brands: z.int().min(2).max(20).default(8) })),
}
