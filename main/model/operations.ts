import { decode, encode } from '../base/codec.ts'
import { writeCsvFile } from '../base/csvFile.ts'
import type { Task, TrainingData, TrainSetup } from '../features/types.ts'
import { readOperation, writeOperation, type OpenProject } from '../storage/operation.ts'
import { allScores, insertScores, type Scores } from './scoreStore.ts'
import { insertSideScores } from './sideScores.ts'
import type { FinishedSide } from './sideRun.ts'
import { currentArtifact } from './storedArtifact.ts'
import { deleteRun, externalNames, findRun, getBlob, insertRun, putBlob } from './store.ts'
import type { ModelConfig } from './modelConfig.ts'
import type { BrokenOff } from './fitting.ts'
import type { EngineInfo, EpochNote, LearningNotes, ModelArtifact, PredictionColumn, ScoreEntity } from './types.ts'
import { readTowers, writeTowers } from './transfer/towerFile.ts'
import { towersOf } from './transfer/towersOf.ts'
import type { Origin } from './transfer/types.ts'
import type { Trained } from './training.ts'

/** What the rows themselves tell of a run. */
export type RowFacts = Pick<
  TrainingData,
  'fingerprint' | 'split' | 'cutoff' | 'horizonDays' | 'newcomerRevenueShare' | 'text' | 'hashed'
>

/** A run that has been trained, tested, refitted and scored, on its way into the project. */
export interface FinishedRun {
  setup: TrainSetup
  config: ModelConfig
  engine: EngineInfo
  studyId: number | null
  trained: Trained
  /** Of the rows it learned from. */
  facts: RowFacts
  /** The model that scores. */
  refitted: ModelArtifact
  scores: Scores
  side: FinishedSide
  /** The end of the data, UTC milliseconds. */
  scoredAtMs: number
  losses: EpochNote[]
  /** Networks that broke off. */
  diverged: BrokenOff[]
  /** Where its networks started; null where at drawn weights. */
  origin: Origin | null
  /** All of it, from rows to scores. */
  seconds: number
}

export const saveRunOperation = writeOperation('model.saveRun', (project, run: FinishedRun) => {
  const { database } = project
  return database.transaction(() => {
    const { setup, config, engine, studyId, trained, facts, scoredAtMs, losses, seconds, origin } = run
    const { fingerprint, split, cutoff, horizonDays, newcomerRevenueShare } = facts
    const { rows, epochs, examplesPerSecond } = trained
    const runId = insertRun(database, {
      ...{ createdAtMs: Date.now(), studyId, fingerprint, setup, config, engine, split, cutoffMs: cutoff, scoredAtMs },
      ...{ horizonDays, rowsTrain: rows.train, rowsValidation: rows.validation, rowsTest: rows.test },
      ...{ epochs, seconds, examplesPerSecond, tasks: trained.reports, skipped: trained.skipped, losses },
      newcomerRevenueShare,
      text: facts.text ?? null,
      side: run.side.results,
      learning: learningOf(run),
      origin,
    })
    putBlob(database, runId, 'evaluation', encode(trained.artifact))
    putBlob(database, runId, 'refit', encode(run.refitted))
    putBlob(database, runId, 'predictions', encode(trained.predictions))
    insertScores(database, runId, run.scores)
    if (run.side.artifact) putBlob(database, runId, 'side', encode(run.side.artifact))
    if (run.side.scores) insertSideScores(project, runId, run.side.scores)
    return { runId }
  })()
})

/** Names are looked up by where embeddings or sequences are learned. */
function learningOf({ trained, diverged, facts, config }: FinishedRun): LearningNotes {
  const isUsed = (of: string) => config.sequenceLength > 0 || (config.embeddingWidth > 0 && of !== 'product')
  return { affinity: trained.affinity, diverged, hashed: facts.hashed?.filter(({ of }) => isUsed(of)) ?? [] }
}

export const deleteRunOperation = writeOperation('model.deleteRun', ({ database }, { runId }: { runId: number }) =>
  deleteRun(database, runId),
)

/** A stored network of a run with what is needed to rebuild its rows. */
export const modelOperation = readOperation(
  'model.artifact',
  ({ database }, { runId, name }: { runId: number; name: 'evaluation' | 'refit' }) => {
    const { setup, fingerprint, tasks } = findRun(database, runId)
    const artifact = currentArtifact(decode(getBlob(database, runId, name)))
    return { artifact, setup, fingerprint, tasks: Object.keys(tasks) as Task[] }
  },
)

export const exportScoresOperation = readOperation(
  'model.exportScores',
  async ({ database }, { runId, entity, path }: { runId: number; entity: ScoreEntity; path: string }, work) => {
    findRun(database, runId)
    const { header, rows } = allScores(database, entity, runId)
    return { path, rows: await writeCsvFile(path, header, rows, work) }
  },
)

export const exportPredictionsOperation = readOperation(
  'model.exportPredictions',
  async (project, { runId, path }: { runId: number; path: string }, work) => {
    findRun(project.database, runId)
    const columns = decode<PredictionColumn[]>(getBlob(project.database, runId, 'predictions'))
    const header = ['task', 'output', 'entity', 'actual', 'predicted']
    return { path, rows: await writeCsvFile(path, header, predictionRows(project, columns), work) }
  },
)

/** Entities by the id in the user's file; of a pair, `user|brand`. */
function* predictionRows({ database }: OpenProject, columns: PredictionColumn[]): Generator<unknown[]> {
  const names = { user: externalNames(database, 'user'), product: externalNames(database, 'product') }
  const brands = externalNames(database, 'brand')
  for (const { task, output, ids, brandIds, actual, predicted } of columns) {
    const entities = task === 'potential' ? names.product : names.user
    for (let row = 0; row < ids.length; row++) {
      const entity = entities.get(ids[row]) ?? ''
      const name = brandIds.length > 0 ? `${entity}|${brands.get(brandIds[row]) ?? ''}` : entity
      yield [task, output, name, actual[row], predicted[row]]
    }
  }
}

/** Writes the towers of the model that scores. */
export const saveTowersOperation = readOperation(
  'model.saveTowers',
  async ({ database }, { runId, path }: { runId: number; path: string }) => {
    findRun(database, runId)
    const towers = towersOf(currentArtifact(decode(getBlob(database, runId, 'refit'))), runId)
    return { path, bytes: await writeTowers(path, towers), networks: towers.networks.length }
  },
)

export const readTowersOperation = readOperation('model.readTowers', (_, { path }: { path: string }) =>
  readTowers(path),
)

/** A run that is gone on from, with both of its models. */
export const continuedOperation = readOperation('model.continued', ({ database }, { runId }: { runId: number }) => {
  const { setup, config, tasks } = findRun(database, runId)
  const model = (name: string) => currentArtifact(decode<ModelArtifact>(getBlob(database, runId, name)))
  return {
    setup,
    config,
    evaluated: model('evaluation'),
    refitted: model('refit'),
    tasks: Object.keys(tasks) as Task[],
  }
})

export const modelOperations = [
  saveTowersOperation,
  readTowersOperation,
  continuedOperation,
  saveRunOperation,
  deleteRunOperation,
  modelOperation,
  exportScoresOperation,
  exportPredictionsOperation,
]
