import { z } from 'zod'
import { command } from '../../base/command.ts'
import { asOf } from '../../storage/contract.ts'
import type { Demand } from './types.ts'

export const demandContract = {
  /** What is searched for, and what is bought after it; null where no act has a query. */
  'demand.queries': command<Demand | null>()(
    z.object({
      windowDays: z.int().min(2).max(3650).default(365),
      /** Queries at most, the most searched ones. */
      limit: z.int().min(1).max(10_000).default(5000),
      asOf,
    }),
  ),
}
