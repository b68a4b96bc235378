import { attributesOperation, declareTypesOperation } from './attributes/declare.ts'
import { readAttributeOperation } from './attributes/preview.ts'
import { browseOperations } from './browse/operations.ts'
import { compactOperation } from './clean/compact.ts'
import { mergeOperation, suggestMergesOperation, unmergeOperation } from './clean/merging.ts'
import { applyRulesOperation, previewRulesOperation } from './clean/rules.ts'
import { importOperation } from './import.ts'
import { importAgainOperation } from './importAgain.ts'
import { findingIdsOperation, profileOperation } from './profile/profile.ts'
import { redoStepOperation, undoOperation, undoStepOperation } from './undo.ts'

export const datasetOperations = [
  importOperation,
  importAgainOperation,
  undoOperation,
  undoStepOperation,
  redoStepOperation,
  previewRulesOperation,
  applyRulesOperation,
  suggestMergesOperation,
  mergeOperation,
  unmergeOperation,
  compactOperation,
  profileOperation,
  findingIdsOperation,
  attributesOperation,
  readAttributeOperation,
  declareTypesOperation,
  ...browseOperations,
]
