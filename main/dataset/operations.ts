import { importOperation } from './import.ts'
import { profileOperation } from './profile.ts'
import { undoOperation } from './undo.ts'

export const datasetOperations = [importOperation, undoOperation, profileOperation]
