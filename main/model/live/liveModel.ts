import { decode } from '../../base/codec.ts'
import { AssayError } from '../../base/errors.ts'
import type { Work } from '../../base/job.ts'
import { fingerprintOf } from '../../features/fingerprint.ts'
import { openShop, type LiveShop } from '../../features/live/liveShop.ts'
import { readAhead } from '../../features/text/readAhead.ts'
import type { ExampleTable } from '../../features/types.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { modelParts } from '../export/modelParts.ts'
import { recordAt } from '../export/records.ts'
import { loadScorer } from '../export/scorer.ts'
import type { RecordScores } from '../export/types.ts'
import { currentArtifact } from '../storedArtifact.ts'
import { findRun, getBlob, type StoredRun } from '../store.ts'
import type { ModelArtifact } from '../types.ts'
import { dataVersion } from './liveStore.ts'

/** A run's model and the shop it is asked about, both in memory. */
export interface LiveModel {
  run: StoredRun
  shop: LiveShop
  /** The scores of one row of a table. */
  scoreRow(table: ExampleTable, row: number): RecordScores
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
  const artifact = currentArtifact(decode<ModelArtifact>(getBlob(project.database, run.runId, 'refit')))
  const shop = openShop(project, run.setup, await readAhead(project, run.setup, false, work), work)
  return { run, shop, scoreRow: await createRowScorer(artifact, run.horizonDays) }
}

/** Scores rows as an exported model scores records; what they are about goes by code, so no words are needed. */
export async function createRowScorer(artifact: ModelArtifact, horizonDays: number): Promise<LiveModel['scoreRow']> {
  const { readModel, score } = await loadScorer()
  const model = readModel(modelParts(artifact, horizonDays, null))
  return (table, row) => score(model, recordAt(table, row, {}))
}
