import type { Work } from '../base/job.ts'
import type { AppContext, Trainer } from '../context.ts'
import {
  refitDataOperation,
  scoringDataOperation,
  setupOperation,
  textVectorsOperation,
  trainingDataOperation,
} from '../features/operations.ts'
import type { TrainSetupInput } from '../features/setupInput.ts'
import type { TrainingData, TrainSetup } from '../features/types.ts'
import type { EngineChoice } from '../engine/types.ts'
import { startChosen } from './chooseEngine.ts'
import { resolveConfig, type ModelConfigInput } from './config.ts'
import { saveRunOperation, type RowFacts } from './operations.ts'
import type { EpochNote, ModelArtifact, ModelConfig } from './types.ts'
import type { Scores } from './scoreStore.ts'
import { sendRows } from './sendRows.ts'
import { learnSide } from './sideRun.ts'
import type { Trained } from './training.ts'

export interface TrainRequest {
  setup: TrainSetupInput
  config: ModelConfigInput
  engine: EngineChoice
  /** The search whose configuration this is. */
  studyId?: number
}

/**
 * One run from the stored data to stored scores: rows, training with a test part, refit on all legal cutoffs, scores as
 * of the end of the data. Nothing is stored unless all of it succeeds.
 */
export async function trainRun(context: AppContext, request: TrainRequest, work: Work): Promise<{ runId: number }> {
  const setup = await context.run(setupOperation, request.setup)
  const config = resolveConfig(request.config, setup.seed)
  const losses: EpochNote[] = []
  const watched = withLosses(work, losses)
  const startedMs = Date.now()
  const trainer = context.startTrainer()
  try {
    await context.run(textVectorsOperation, setup, watched)
    const data = await context.run(trainingDataOperation, setup, watched)
    const engine = await startChosen(context, trainer, request.engine, { data, config }, watched)
    work.note('engine', engine)
    const { trained, facts } = await evaluate(trainer, data, config, watched)
    const scored = await refitAndScore(context, trainer, setup, config, trained.epochs, watched)
    const side = await learnSide(context, trainer, setup, config, work)
    work.progress('save', 0, null)
    const seconds = (Date.now() - startedMs) / 1000
    const studyId = request.studyId ?? null
    return await context.run(
      saveRunOperation,
      { setup, config, engine, studyId, trained, facts, ...scored, side, losses, seconds },
      work,
    )
  } finally {
    trainer.release()
  }
}

async function evaluate(
  trainer: Trainer,
  data: TrainingData,
  config: ModelConfig,
  work: Work,
): Promise<{ trained: Trained; facts: RowFacts }> {
  await sendRows(trainer, data, work)
  const { fingerprint, split, cutoff, horizonDays, newcomerRevenueShare, text } = data
  const trained = await trainer.call<Trained>('train', config, work)
  return { trained, facts: { fingerprint, split, cutoff, horizonDays, newcomerRevenueShare, text } }
}

async function refitAndScore(
  context: AppContext,
  trainer: Trainer,
  setup: TrainSetup,
  config: ModelConfig,
  epochs: number,
  work: Work,
): Promise<{ refitted: ModelArtifact; scores: Scores; scoredAtMs: number }> {
  await sendRows(trainer, await context.run(refitDataOperation, setup, work), work)
  const refitted = await trainer.call<ModelArtifact>('refit', { config, epochs }, work)
  const rows = await context.run(scoringDataOperation, setup, work)
  await sendRows(trainer, rows, work)
  const scores = await trainer.call<Scores>('score', 'refitted', work)
  return { refitted, scores, scoredAtMs: rows.cutoff }
}

/** Keeps every epoch's losses beside passing them on. */
const withLosses = (work: Work, losses: EpochNote[]): Work => ({
  ...work,
  note(name, data) {
    if (name === 'epoch') losses.push(data as EpochNote)
    work.note(name, data)
  },
})
