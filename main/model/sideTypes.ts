import type { SkippedSideTable, ByTask } from '../features/types.ts'
import type { TaskReport } from './types.ts'

/** What came of the side tables, whose tasks are named as in the main tables. */
export interface SideResults {
  tasks: ByTask<TaskReport>
  skipped: SkippedSideTable[]
  rows: { train: number; validation: number; test: number }
  epochs: number
}

export interface ColdScore {
  /** As it stands in the user's file. */
  id: string
  /** Expected net spend within the horizon, with the 80% interval of this one prediction. */
  ltv: number | null
  ltvLow: number | null
  ltvHigh: number | null
  /** That the first purchase comes within the horizon. */
  p: number | null
  registeredDays: number
}

export interface LaunchScore {
  id: string
  title: string | null
  brand: string | null
  category: string | null
  /** Expected within as many days as the horizon has, from the launch. */
  units: number | null
  /** UTC milliseconds; null where neither the catalogue nor an act tells. */
  launchedMs: number | null
}

export interface ConquestScore {
  /** The user's id. */
  id: string
  brand: string
  p: number | null
  share: number | null
  marketShare: number
  /** What the customer spent in the brand's categories in the year before. */
  categorySpend: number
}
