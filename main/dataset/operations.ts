import { browseOperations } from './browse/operations.ts'
import { importOperation } from './import.ts'
import { profileOperation } from './profile.ts'
import { redoStepOperation, undoOperation, undoStepOperation } from './undo.ts'

export const datasetOperations = [
  importOperation,
  undoOperation,
  undoStepOperation,
  redoStepOperation,
  profileOperation,
  ...browseOperations,
]
