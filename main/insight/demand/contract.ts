import { z } from 'zod'
import { command } from '../../base/command.ts'
import { asOf } from '../../storage/contract.ts'
import { shopFilter } from '../filter/input.ts'
import type { Demand } from './types.ts'

export const demandContract = {
  /** What is searched for, and what is bought after it; null where no act has a query. */
  'insight.demand': command<Demand | null>()(
    z.object({
      /** Searches of its people and days; what follows them counts where it is of its goods. */
      filter: shopFilter.default(shopFilter.parse({})),
      /** Queries at most, the most searched ones. */
      limit: z.int().min(1).max(10_000).default(5000),
      asOf,
    }),
  ),
}
