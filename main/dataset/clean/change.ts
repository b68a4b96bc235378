import type { Database } from 'better-sqlite3'
import { unattended, type Work } from '../../base/job.ts'
import { standingState, stateText, textOf, type DataState } from '../../storage/state.ts'
import { writeOperation } from '../../storage/operation.ts'
import { addStep, type Deed } from '../../storage/steps.ts'
import { makeViews } from '../../storage/views.ts'
import { neededShape } from '../../storage/viewShape.ts'
import { applyState } from './effectStore.ts'

/** Changes what the data say, as one step that can be undone. Call it inside the transaction of whatever else it takes. */
export function changeData(
  database: Database,
  deed: Deed,
  change: (state: DataState) => DataState,
  work: Work = unattended,
): void {
  const state = change(standingState(database))
  applyState(database, state, work)
  addStep(database, state, deed)
}

/**
 * As `changeData`, with the rules left for later where there are any: until `settle`, or the next change, everybody sees
 * the data as they were before.
 */
export function changeDataLater(
  database: Database,
  deed: Deed,
  change: (state: DataState) => DataState,
  work: Work = unattended,
): void {
  const state = change(standingState(database))
  if (!state.rules.some(({ enabled }) => enabled)) return changeData(database, deed, change, work)
  addStep(database, state, deed)
  // Rows that are stored, but not in force yet, must stay out of sight.
  makeViews(database, neededShape(database))
}

/** Makes the state hold that the project stands in, where that was left for later: also after a crash in between. */
export function settle(database: Database, work: Work = unattended): void {
  const state = standingState(database)
  if (textOf(state) !== stateText(database)) database.transaction(() => applyState(database, state, work))()
}

export const settleOperation = writeOperation<null, null>('dataset.settle', ({ database }, _, work) => {
  settle(database, work)
  return null
})
