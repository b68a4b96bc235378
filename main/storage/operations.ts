import { copyProject } from './open.ts'
import { readOperation } from './operation.ts'

export const saveCopyOperation = readOperation(
  'project.saveCopy',
  (project, { path, replace }: { path: string; replace: boolean }) => copyProject(project, path, replace),
)

export const storageOperations = [saveCopyOperation]
