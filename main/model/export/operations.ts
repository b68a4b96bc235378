import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AssayError } from '../../base/errors.ts'
import { decode } from '../../base/codec.ts'
import type { Work } from '../../base/job.ts'
import { loadWords } from '../../base/resources.ts'
import type { NamedFile } from '../../base/zip.ts'
import { fitProductWords } from '../../features/actLog.ts'
import { fingerprintOf } from '../../features/fingerprint.ts'
import type { Vocabulary } from '../../features/vocabulary.ts'
import { loadWorld } from '../../features/world.ts'
import { readOperation, type OpenProject } from '../../storage/operation.ts'
import { mapEntities } from '../tables.ts'
import { currentArtifact } from '../storedArtifact.ts'
import { findRun, getBlob, type StoredRun } from '../store.ts'
import type { ModelArtifact } from '../types.ts'
import { meanRecords, type Examples } from './example.ts'
import { manifestOf } from './manifest.ts'
import { modelParts } from './modelParts.ts'
import { exportRecordsOperation } from './recordsOperation.ts'
import { composeReadme } from './readme.ts'
import { loadScorer, scorerFiles, scorerFolder } from './scorer.ts'
import type { DistillationNote, ModelParts, WrittenExport } from './types.ts'
import { cutShards } from './weights.ts'
import { writeExport } from './writeExport.ts'

export interface ExportInput {
  runId: number
  /** A folder, or a ZIP where it ends so. */
  path: string
  language: 'en' | 'zh-CN'
  /** What is written instead of the run's own model, in 8 bits. */
  small: SmallModel | null
}

/** A small network and how it did beside the whole model. */
export interface SmallModel extends Pick<DistillationNote, 'tasks' | 'epochs'> {
  artifact: ModelArtifact
}

/**
 * Writes the model of a run that scores, with what it takes to score outside. Throws `model.unknownRun`,
 * `export.dataChanged` where the words of acts can't be had any more, `file.exists`.
 */
export const exportOperation = readOperation(
  'model.export',
  async (project, { runId, path, language, small }: ExportInput, work): Promise<WrittenExport> => {
    const run = findRun(project.database, runId)
    const whole = currentArtifact(decode<ModelArtifact>(getBlob(project.database, runId, 'refit')))
    const artifact = small?.artifact ?? whole
    const products = artifact.actSizes ? wordsOfProducts(project, run, artifact, artifact.actSizes.product, work) : null
    const parts = modelParts(artifact, run.horizonDays, products, small ? 8 : 32)
    const note = small && {
      ...{ tasks: small.tasks, epochs: small.epochs },
      ...{ bytesWhole: weightOf(modelParts(whole, run.horizonDays, null)), bytesSmall: weightOf(parts) },
    }
    work.checkpoint()
    const files = [...partFiles(parts), jsonFile('example.json', await examplesOf(parts))]
    for (const name of scorerFiles) files.push({ name, bytes: readFileSync(join(scorerFolder, name)) })
    // Node takes .js for modules only where a package says so.
    files.push(jsonFile('package.json', { name: `assay-model-${runId}`, private: true, type: 'module' }))
    const readme = composeReadme(manifestOf(project, run, note, []), loadWords(language))
    files.push({ name: 'README.md', bytes: Buffer.from(readme) })
    const manifest = manifestOf(project, run, note, files)
    work.checkpoint()
    writeExport(path, [jsonFile('manifest.json', manifest), ...files])
    return { path, manifest }
  },
)

const jsonFile = (name: string, value: unknown): NamedFile => ({ name, bytes: Buffer.from(JSON.stringify(value)) })

/** Bytes of all that a model is made of. */
const weightOf = (parts: ModelParts): number => partFiles(parts).reduce((sum, { bytes }) => sum + bytes.length, 0)

const partFiles = ({ preprocessing, model, members, weights }: ModelParts): NamedFile[] => [
  jsonFile('preprocessing.json', preprocessing),
  jsonFile('model.json', model),
  jsonFile('members.json', members),
  ...cutShards(weights),
]

async function examplesOf(parts: ModelParts): Promise<Examples> {
  const { readModel, score } = await loadScorer()
  const model = readModel(parts)
  return mapEntities(meanRecords(parts.preprocessing), (record) => ({ record, scores: score(model, record) }))
}

/** What acts name products by; of earlier versions' models, which do not say, it is fitted again on the same data. */
function wordsOfProducts(
  project: OpenProject,
  run: StoredRun,
  { productWords }: ModelArtifact,
  size: number,
  work: Work,
): Vocabulary {
  if (productWords) return productWords.vocabulary
  const isSame = fingerprintOf(project, run.setup, 'training') === run.fingerprint
  const words = isSame ? fitProductWords(loadWorld(project, work)) : null
  if (words?.size !== size) throw new AssayError('export.dataChanged', { runId: run.runId })
  return words.vocabulary
}

export const exportOperations = [exportOperation, exportRecordsOperation]
