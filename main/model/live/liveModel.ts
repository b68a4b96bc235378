import { decode } from '../../base/codec.ts'
import { AssayError } from '../../base/errors.ts'
import type { Work } from '../../base/job.ts'
import { fingerprintOf } from '../../features/fingerprint.ts'
import { openCold, type ReadCold } from '../../features/live/coldRow.ts'
import { openShop, type LiveShop } from '../../features/live/liveShop.ts'
import { readAhead } from '../../features/text/readAhead.ts'
import type { ExampleTable, FeatureSpec } from '../../features/types.ts'
import type { Vocabulary } from '../../features/vocabulary.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { modelParts } from '../export/modelParts.ts'
import { recordAt } from '../export/records.ts'
import { loadScorer } from '../export/scorer.ts'
import type { Preprocessing, RecordScores, ScoreRecord } from '../export/types.ts'
import { currentArtifact } from '../storedArtifact.ts'
import { findRun, getBlob, type StoredRun } from '../store.ts'
import type { ModelArtifact } from '../types.ts'
import { dataVersion } from './liveStore.ts'

/** A run's model and the shop it is asked about, both in memory. */
export interface LiveModel {
  run: StoredRun
  shop: LiveShop
  /** A row of a table as far as the run knows its columns. */
  recordOf(table: ExampleTable, row: number): ScoreRecord
  /** The scores of one row of a table. */
  scoreRow: ScoreRow
  /** The scores of a record, however it came about, and how its inputs are prepared. */
  scoreRecord(record: ScoreRecord): RecordScores
  preprocessing: Preprocessing
  /** What scores people without a purchase, made when first asked for; null where the run has no such model. */
  cold(): Promise<ColdModel | null>
}

export type ScoreRow = (table: ExampleTable, row: number) => RecordScores

export interface ColdModel {
  readRow: ReadCold
  scoreRow: ScoreRow
}

interface Kept {
  live: LiveModel
  version: number
}

/** One per project: another run takes the place of the one before. */
const kept = new WeakMap<OpenProject, Kept>()

/**
 * The model of a run, warm from the second call on. Throws `model.unknownRun`, `model.noWeights`, and `export.dataChanged`
 * once the project's data are no longer those that the run learned from.
 */
export async function liveModel(project: OpenProject, runId: number, work: Work): Promise<LiveModel> {
  const version = dataVersion(project.database)
  const known = kept.get(project)
  if (known?.live.run.runId === runId && known.version === version) return known.live
  const run = findRun(project.database, runId)
  refuseOtherData(project, run)
  const live = known?.live.run.runId === runId ? known.live : await open(project, run, work)
  kept.set(project, { live, version })
  return live
}

function refuseOtherData(project: OpenProject, run: StoredRun): void {
  if (fingerprintOf(project, run.setup, 'training') === run.fingerprint) return
  kept.delete(project)
  throw new AssayError('export.dataChanged', { runId: run.runId })
}

async function open(project: OpenProject, run: StoredRun, work: Work): Promise<LiveModel> {
  // The one before goes first: two shops need not be held at once.
  kept.delete(project)
  const { runId, setup, horizonDays } = run
  const artifactOf = (name: string) => currentArtifact(decode<ModelArtifact>(getBlob(project.database, runId, name)))
  const pretrained = await readAhead(project, setup, false, work)
  const shop = openShop(project, setup, pretrained, work)
  const openColdModel = async (): Promise<ColdModel | null> => {
    const isLearned = run.side.tasks.ltv ?? run.side.tasks.repurchase
    if (!isLearned) return null
    const readRow = openCold(project, setup, shop.world, pretrained)
    return { readRow, scoreRow: (await createScorer(artifactOf('side'), horizonDays, null)).scoreRow }
  }
  let cold: Promise<ColdModel | null> | null = null
  const scorer = await createScorer(artifactOf('refit'), horizonDays, shop.features.acts.vocabularies.product)
  return { run, shop, ...scorer, cold: () => (cold ??= openColdModel()) }
}

/** Scores rows as an exported model scores records; what they are about goes by code, so no words are needed. */
async function createScorer(
  artifact: ModelArtifact,
  horizonDays: number,
  products: Vocabulary | null,
): Promise<Pick<LiveModel, 'recordOf' | 'scoreRow' | 'scoreRecord' | 'preprocessing'>> {
  const { readModel, score } = await loadScorer()
  const parts = modelParts(artifact, horizonDays, products)
  const model = readModel(parts)
  const scoreRecord = (record: ScoreRecord) => score(model, record)
  const recordOf: LiveModel['recordOf'] = (table, row) => knownTo(parts.preprocessing.columns, recordAt(table, row, {}))
  return {
    ...{ recordOf, scoreRecord, preprocessing: parts.preprocessing },
    scoreRow: (table, row) => scoreRecord(recordOf(table, row)),
  }
}

/** A run of an earlier Assay knows nothing of columns that came later. */
function knownTo(columns: FeatureSpec[], record: ScoreRecord): ScoreRecord {
  const kept: ScoreRecord = { ...record, behaviour: {}, product: {}, social: {} }
  for (const { name, group } of columns) if (name in record[group]) kept[group][name] = record[group][name]
  return kept
}
