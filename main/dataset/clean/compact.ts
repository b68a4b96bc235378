import { record } from '../../storage/history.ts'
import { writeOperation } from '../../storage/operation.ts'
import { transactionWithoutChecks } from '../foreignKeys.ts'
import { applyState } from './effectStore.ts'
import { deleteSources, fileBytes, forgetSteps, reachableStates, spareSources } from './compactStore.ts'
import { standingState } from '../../storage/state.ts'
import type { CompactResult } from './types.ts'

/**
 * Deletes for good the imports that neither undo nor redo can bring back, or, with the steps forgotten, all that are not
 * in force; then packs the file. Of a past state that needed them, figures can't be asked for any more.
 */
export const compactOperation = writeOperation<{ forgetSteps: boolean }, CompactResult>(
  'dataset.compact',
  async ({ database }, input, work) => {
    const bytesBefore = fileBytes(database)
    const deleted = await transactionWithoutChecks(database, () => {
      if (input.forgetSteps) forgetSteps(database)
      const states = reachableStates(database, false)
      const spare = spareSources(database, states)
      const ids = spare.map(({ sourceId }) => sourceId)
      deleteSources(database, ids, states, (done, total) => {
        work.checkpoint()
        work.progress('compact', done, total)
      })
      applyState(database, standingState(database), work)
      record(database, 'project.compact', spare.map(({ name }) => name).join(', '), { sources: ids.length })
      return spare
    })
    database.exec('VACUUM')
    return { deleted, bytesBefore, bytesAfter: fileBytes(database) }
  },
)
