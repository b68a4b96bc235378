import { z } from 'zod'
import { command } from '../base/command.ts'
import { asOf } from '../storage/contract.ts'
import { shopFilter } from './filter/input.ts'
import type { FilterChoices, SavedFilter } from './filter/types.ts'
import type { BrandDetails, CategoryChoice, LoyaltyOverview, SwitchingMatrix } from './types.ts'

/** What a question about brands is asked of. */
export const scope = {
  /** Null: the whole shop. */
  categoryId: z.int().nullable().default(null),
  filter: shopFilter.default(shopFilter.parse({})),
  /** So many days up to the end of the data; null: the filter's period. */
  windowDays: z.int().min(7).max(3650).nullable().default(null),
  asOf,
}

export const insightContract = {
  'insight.filterChoices': command<FilterChoices>()(z.object({ asOf })),
  'insight.filters': command<SavedFilter[]>()(z.object({})),
  /** One of the same name is replaced. */
  'insight.saveFilter': command<SavedFilter[]>()(
    z.object({ name: z.string().trim().min(1).max(100), filter: shopFilter }),
  ),
  'insight.deleteFilter': command<SavedFilter[]>()(z.object({ id: z.int() })),
  'insight.categories': command<CategoryChoice[]>()(z.object({ filter: scope.filter, asOf })),
  'insight.loyalty': command<LoyaltyOverview>()(z.object({ ...scope, runId: z.int().nullable().default(null) })),
  'insight.brand': command<BrandDetails>()(
    z.object({ ...scope, brandId: z.int(), runId: z.int().nullable().default(null) }),
  ),
  'insight.switching': command<SwitchingMatrix>()(z.object({ ...scope, brands: z.int().min(2).max(20).default(8) })),
}
