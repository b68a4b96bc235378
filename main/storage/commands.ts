import type { Handlers } from '../base/command.ts'
import type { AppContext } from '../context.ts'
import type { storageContract } from './contract.ts'
import { listHistory } from './history.ts'
import { createProjectFile } from './open.ts'
import { saveCopyOperation } from './operations.ts'

export const storageHandlers: Handlers<typeof storageContract, AppContext> = {
  'project.create'({ path, currency, timezone }, context) {
    createProjectFile(path, { currency, timezone }, Date.now())
    return context.openProject(path)
  },
  'project.open': ({ path }, context) => context.openProject(path),
  async 'project.close'(_, context) {
    await context.closeProject()
    return null
  },
  'project.state': (_, context) => context.projectState(),
  'project.saveCopy': (input, context) =>
    context.startJob('project.saveCopy', (work) => context.run(saveCopyOperation, input, work)),
  'project.history': (query, context) => listHistory(context.project().database, query),
}
