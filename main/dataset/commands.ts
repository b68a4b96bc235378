import type { Handlers } from '../base/command.ts'
import type { FileRef } from '../base/files.ts'
import type { Work } from '../base/job.ts'
import type { AppContext } from '../context.ts'
import { attributesOperation, declareTypesOperation } from './attributes/declare.ts'
import { readAttributeOperation } from './attributes/preview.ts'
import { browseHandlers } from './browse/commands.ts'
import type { Operation } from '../storage/operation.ts'
import type { datasetContract, TemplateChoice } from './contract.ts'
import { fieldsOfKind } from './fields.ts'
import { importOperation, type ImportInput } from './import.ts'
import { importAgainOperation } from './importAgain.ts'
import { inspectFile, previewImport } from './inspect.ts'
import { profileOperation } from './profile/profile.ts'
import { importSample } from './sample/importSample.ts'
import type { ShapeStep } from './shape/steps.ts'
import type { ShapeRequest } from './shapedFile.ts'
import { getImported, listRejects, listSources } from './store.ts'
import type { Offers } from './template/offer.ts'
import { templateOfSource } from './template/remember.ts'
import type { ImportResult } from './types.ts'
import { redoStepOperation, undoOperation, undoStepOperation } from './undo.ts'

export const datasetHandlers: Handlers<typeof datasetContract, AppContext> = {
  'dataset.inspect'({ file, format, count, ...input }, context) {
    const timezone = context.projectState()?.timezone ?? 'UTC'
    return inspectFile(context.resolveFile(file), format, count, { ...takenBy(input, context), timezone })
  },
  'dataset.preview'({ file, rows, kind, mapping, format, ...input }, context) {
    const { timezone } = context.project().settings
    const taken = takenBy(input, context)
    return previewImport({ ...taken, path: context.resolveFile(file), kind, mapping, format, timezone }, rows)
  },
  'dataset.import'({ file, kind, mapping, known, format, ...input }, context) {
    const taken = takenBy(input, context)
    const request: ImportInput = { ...taken, path: context.resolveFile(file), kind, mapping, known, format }
    return context.startJob('dataset.import', (work) => importAndRemember(context, importOperation, request, work))
  },
  'dataset.importAgain'({ file, lookups }, context) {
    const request = { path: context.resolveFile(file), lookups: lookups?.map((each) => context.resolveFile(each)) }
    return context.startJob('dataset.importAgain', (work) =>
      importAndRemember(context, importAgainOperation, request, work),
    )
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
  'dataset.profile': (input, context) => context.run(profileOperation, input),
  'dataset.fields': () => fieldsOfKind,
  'dataset.readAttribute': (input, context) => context.run(readAttributeOperation, input),
  'dataset.attributes': (input, context) => context.run(attributesOperation, input),
  'dataset.declareTypes': ({ types }, context) =>
    context.startJob('dataset.declareTypes', (work) => context.run(declareTypesOperation, types, work)),
  ...browseHandlers,
}

type ShapingInput = { shape?: ShapeStep[]; lookups?: FileRef[]; template: TemplateChoice }

/** The steps and second files that are said, as paths of this machine, and the templates to choose from. */
function takenBy(
  { shape, lookups, template }: ShapingInput,
  context: AppContext,
): Pick<ShapeRequest, 'shape' | 'lookups' | 'offers'> {
  const resolved = shape?.map((step) =>
    step.step === 'lookup' ? { ...step, file: { path: context.resolveFile(step.file) } } : step,
  )
  return {
    shape: resolved,
    lookups: lookups?.map((file) => context.resolveFile(file)),
    offers: offersFrom(template, context),
  }
}

/** The nearest first: how this project, then how this user read files of the same columns. */
function offersFrom(choice: TemplateChoice, context: AppContext): Offers {
  const may = (from: TemplateChoice) => choice === from || choice === 'auto'
  const sources = may('project') && context.projectState() ? listSources(context.project().database) : []
  const remembered = may('settings') ? (context.templates?.list() ?? []) : []
  return { remembered: [...sources.map(templateOfSource), ...remembered], builtIn: may('builtIn') }
}

/** A successful import is remembered in the settings, too, for other projects. */
async function importAndRemember<Input, Result extends ImportResult>(
  context: AppContext,
  operation: Operation<Input, Result>,
  input: Input,
  work: Work,
): Promise<Result> {
  const result = (await context.run(operation, input, work)) as Result
  if (result.duplicateOf === null) {
    context.templates?.remember(templateOfSource(getImported(context.project().database, result.sourceId)))
  }
  return result
}
