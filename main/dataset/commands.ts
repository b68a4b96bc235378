import type { Handlers } from '../base/command.ts'
import type { AppContext } from '../context.ts'
import { browseHandlers } from './browse/commands.ts'
import type { datasetContract } from './contract.ts'
import { fieldsOfKind } from './fields.ts'
import { importOperation } from './import.ts'
import { inspectFile, previewImport } from './inspect.ts'
import { profileOperation } from './profile.ts'
import { importSample } from './sample/importSample.ts'
import { listRejects, listSources } from './store.ts'
import { redoStepOperation, undoOperation, undoStepOperation } from './undo.ts'

export const datasetHandlers: Handlers<typeof datasetContract, AppContext> = {
  'dataset.inspect': ({ file, format, count }, context) => inspectFile(context.resolveFile(file), format, count),
  'dataset.preview'({ file, rows, ...request }, context) {
    const { timezone } = context.project().settings
    return previewImport({ ...request, path: context.resolveFile(file), timezone }, rows)
  },
  'dataset.import'({ file, ...input }, context) {
    const path = context.resolveFile(file)
    return context.startJob('dataset.import', (work) => context.run(importOperation, { ...input, path }, work))
  },
  'dataset.importSample': (_, context) =>
    context.startJob('dataset.importSample', (work) => importSample(context, work)),
  'dataset.sources': (_, context) => listSources(context.project().database),
  'dataset.rejects': ({ sourceId, offset, limit }, context) =>
    listRejects(context.project().database, sourceId, offset, limit),
  'dataset.undo': (input, context) =>
    context.startJob('dataset.undo', (work) => context.run(undoOperation, input, work)),
  'project.undo': (_, context) =>
    context.startJob('project.undo', (work) => context.run(undoStepOperation, null, work)),
  'project.redo': (_, context) =>
    context.startJob('project.redo', (work) => context.run(redoStepOperation, null, work)),
  'dataset.profile': (_, context) => context.run(profileOperation, null),
  'dataset.fields': () => fieldsOfKind,
  ...browseHandlers,
}
