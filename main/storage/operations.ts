import { copyProject } from './open.ts'
import { readOperation } from './operation.ts'

export const saveCopyOperation = readOperation('project.saveCopy', ({ database }, { path }: { path: string }) =>
  copyProject(database, path),
)

export const storageOperations = [saveCopyOperation]
