import type { Database } from 'better-sqlite3'
import { unattended, type Work } from '../../base/job.ts'
import { currentState, type DataState } from '../../storage/state.ts'
import { addStep, type Deed } from '../../storage/steps.ts'
import { applyState } from './effectStore.ts'

/** Changes what the data say, as one step that can be undone. Call it inside the transaction of whatever else it takes. */
export function changeData(
  database: Database,
  deed: Deed,
  change: (state: DataState) => DataState,
  work: Work = unattended,
): void {
  const state = change(currentState(database))
  applyState(database, state, work)
  addStep(database, state, deed)
}
