import { browseOperations } from './browse/operations.ts'
import { applyRulesOperation, previewRulesOperation } from './clean/rules.ts'
import { importOperation } from './import.ts'
import { profileOperation } from './profile.ts'
import { redoStepOperation, undoOperation, undoStepOperation } from './undo.ts'

export const datasetOperations = [
  importOperation,
  undoOperation,
  undoStepOperation,
  redoStepOperation,
  previewRulesOperation,
  applyRulesOperation,
  profileOperation,
  ...browseOperations,
]
