import { writeOperation } from '../storage/operation.ts'
import { insertStudy, insertTrial, updateStudy, type StudySetup } from './store.ts'
import type { SearchSpace, StudySummary, Trial } from './types.ts'

export const createStudyOperation = writeOperation(
  'search.create',
  (
    { database },
    study: { method: 'random'; space: SearchSpace; shared: StudySetup; seed: number; trialsWanted: number },
  ) => insertStudy(database, study),
)

export const updateStudyOperation = writeOperation(
  'search.update',
  ({ database }, { studyId, ...change }: { studyId: number; state: StudySummary['state']; trialsWanted?: number }) =>
    updateStudy(database, studyId, change),
)

export const saveTrialOperation = writeOperation(
  'search.saveTrial',
  ({ database }, { studyId, trial }: { studyId: number; trial: Trial }) => insertTrial(database, studyId, trial),
)

export const searchOperations = [createStudyOperation, updateStudyOperation, saveTrialOperation]
