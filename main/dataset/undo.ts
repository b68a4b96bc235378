import { record } from '../storage/history.ts'
import { writeOperation } from '../storage/operation.ts'
import { transactionWithoutChecks } from './foreignKeys.ts'
import { getSource } from './store.ts'
import type { UndoResult } from './types.ts'
import { latestSource, removeSource } from './undoStore.ts'

/** Takes one import back, the latest unless told otherwise. Throws `dataset.nothingToUndo`, `dataset.unknownSource`. */
export const undoOperation = writeOperation<{ sourceId?: number }, UndoResult>(
  'dataset.undo',
  ({ database }, input, work) => {
    const sourceId = input.sourceId ?? latestSource(database)
    const { name, kind, rowsKept } = getSource(database, sourceId)
    return transactionWithoutChecks(database, () => {
      removeSource(database, sourceId, (done, total) => {
        work.checkpoint()
        work.progress('undo', done, total)
      })
      record(database, 'undo', name, { sourceId, kind, rowsRemoved: rowsKept })
      return { sourceId, name, kind, rowsRemoved: rowsKept }
    })
  },
)
