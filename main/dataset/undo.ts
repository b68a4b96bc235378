import type { Database } from 'better-sqlite3'
import type { Work } from '../base/job.ts'
import { record } from '../storage/history.ts'
import { writeOperation } from '../storage/operation.ts'
import { readState } from '../storage/state.ts'
import { countSteps, currentPosition, moveTo, stepAt, stepToRedo, stepToUndo, type Step } from '../storage/steps.ts'
import type { StepMoved } from '../storage/types.ts'
import { changeData } from './clean/change.ts'
import { applyState } from './clean/effectStore.ts'
import { getSource, latestSource } from './store.ts'
import type { UndoResult } from './types.ts'

/** Takes the latest change of the data back, whatever it was. Throws `history.nothingToUndo`. */
export const undoStepOperation = writeOperation<null, StepMoved>('dataset.undoStep', ({ database }, _, work) =>
  database.transaction(() => undoStep(database, work))(),
)

/** Brings back what was undone last. Throws `history.nothingToRedo`. */
export const redoStepOperation = writeOperation<null, StepMoved>('dataset.redoStep', ({ database }, _, work) =>
  database.transaction(() => redoStep(database, work))(),
)

/**
 * Takes one import out of force, the latest unless told otherwise: its rows stay in the file, so it can come back. Throws
 * `dataset.nothingToUndo`, `dataset.unknownSource`.
 */
export const undoOperation = writeOperation<{ sourceId?: number }, UndoResult>(
  'dataset.undo',
  ({ database }, input, work) =>
    database.transaction(() => {
      const sourceId = input.sourceId ?? latestSource(database)
      const { name, kind, rowsKept } = getSource(database, sourceId)
      if (isImportOf(stepAt(database, currentPosition(database)), sourceId)) undoStep(database, work)
      else {
        const deed = { action: 'dataset.takeOut', subject: name, details: { sourceId, kind, rowsKept } }
        const without = (sources: number[]) => sources.filter((id) => id !== sourceId)
        changeData(database, deed, (state) => ({ ...state, sources: without(state.sources) }), work)
      }
      return { sourceId, name, kind, rowsRemoved: rowsKept }
    })(),
)

export const isImportOf = (step: Step | null, sourceId: number): boolean =>
  step?.action === 'import' && step.details.sourceId === sourceId

function undoStep(database: Database, work: Work): StepMoved {
  const undone = stepToUndo(database)
  stand(database, undone.position - 1, work)
  return moved(database, 'undo', undone)
}

export function redoStep(database: Database, work: Work): StepMoved {
  const redone = stepToRedo(database)
  stand(database, redone.position, work)
  return moved(database, 'redo', redone)
}

function stand(database: Database, position: number, work: Work): void {
  const step = stepAt(database, position)
  if (!step) throw new Error(`there is no step ${position}`)
  applyState(database, readState(database, step.stateId), work)
  moveTo(database, position)
}

function moved(database: Database, action: 'undo' | 'redo', step: Step): StepMoved {
  record(database, action, step.subject, { ...step.details, of: step.action })
  return { action: step.action ?? '', subject: step.subject, details: step.details, ...countSteps(database) }
}
