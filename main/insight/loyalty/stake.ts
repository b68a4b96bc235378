import type { OpenProject } from '../../storage/operation.ts'
import type { Ledger } from '../ledger/types.ts'
import { loyaltyRun, type LoyaltyRun } from './budgetStore.ts'

/** What pairs' past spend looks back at, see METHODS: user–brand pairs. */
const pairDays = 365

export interface StakeBasis extends LoyaltyRun {
  /** Days that pairs' past spend covers. */
  spendDays: number
  /** From that spend to what goes to the brand within the run's horizon if the customer stays as they were. */
  scale: number
}

/** How a run's pairs are turned into money at stake; null where there is no such run. */
export function stakeBasis({ database, calendar }: OpenProject, ledger: Ledger, runId: number): StakeBasis | null {
  const run = loyaltyRun(database, runId)
  if (run === null) return null
  const spendDays = Math.max(1, Math.min(pairDays, calendar.dayNumber(run.scoredMs) - ledger.startDay))
  return { ...run, spendDays, scale: run.horizonDays / spendDays }
}
