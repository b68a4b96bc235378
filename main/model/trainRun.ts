import type { Work } from '../base/job.ts'
import type { AppContext, Trainer } from '../context.ts'
import {
  refitDataOperation,
  scoringDataOperation,
  setupOperation,
  textVectorsOperation,
  trainingDataOperation,
} from '../features/operations.ts'
import type { TrainingData, TrainSetup } from '../features/types.ts'
import type { EngineChoice } from '../engine/types.ts'
import { learnOn, type Crew } from './checkpoint.ts'
import { startChosen } from './chooseEngine.ts'
import { saveRunOperation, type RowFacts } from './operations.ts'
import type { BrokenOff } from './fitting.ts'
import type { ModelConfig } from './modelConfig.ts'
import type { EpochNote, ModelArtifact, Resumed } from './types.ts'
import type { Scores } from './scoreStore.ts'
import { sendRows } from './sendRows.ts'
import { learnSide } from './sideRun.ts'
import { chooseStart, type StartRequest } from './transfer/chosenStart.ts'
import type { Start } from './transfer/types.ts'
import type { Trained } from './training.ts'

export interface TrainRequest extends StartRequest {
  engine: EngineChoice
  /** The search whose configuration this is. */
  studyId?: number
}

/**
 * One run from the stored data to stored scores: rows, training with a test part, refit on all legal cutoffs, scores as
 * of the end of the data. Nothing is stored unless all of it succeeds.
 */
export async function trainRun(context: AppContext, request: TrainRequest, work: Work): Promise<{ runId: number }> {
  const chosen = await chooseStart(context, request)
  const { setup, config } = chosen.resolve(await context.run(setupOperation, chosen.setup))
  const losses: EpochNote[] = []
  const diverged: BrokenOff[] = []
  const watched = withLosses(work, losses, diverged)
  const startedMs = Date.now()
  const crew: Crew = { trainer: context.startTrainer(), engine: null }
  const course = { setup, config, start: chosen.start }
  try {
    await context.run(textVectorsOperation, setup, watched)
    const data = await context.run(trainingDataOperation, setup, watched)
    const engine = await startChosen(context, crew.trainer, request.engine, { data, config }, watched)
    crew.engine = engine.name
    work.note('engine', engine)
    const { trained, facts } = await evaluate(context, crew, data, course, watched)
    const scored = await refitAndScore(context, crew, course, trained, watched)
    const side = await learnSide(context, crew.trainer, setup, config, work)
    work.progress('save', 0, null)
    const seconds = (Date.now() - startedMs) / 1000
    const studyId = request.studyId ?? null
    const origin = chosen.originOf(trained)
    return await context.run(
      saveRunOperation,
      { setup, config, engine, studyId, trained, facts, ...scored, side, losses, diverged, origin, seconds },
      work,
    )
  } finally {
    crew.trainer.release()
  }
}

/** What stays the same through the phases of a run. */
interface Course {
  setup: TrainSetup
  config: ModelConfig
  start: Start | null
}

async function evaluate(
  context: AppContext,
  crew: Crew,
  data: TrainingData,
  { setup, config, start }: Course,
  work: Work,
): Promise<{ trained: Trained; facts: RowFacts }> {
  const { fingerprint, split, cutoff, horizonDays, newcomerRevenueShare, text, hashed } = data
  // Rows are sent once and then gone.
  const unsent = [data]
  const learn = async (trainer: Trainer, own: Work) => {
    await sendRows(trainer, unsent.pop() ?? (await context.run(trainingDataOperation, setup, own)), own)
    await trainer.call('begin', start, own)
    return trainer.call<Trained>('train', config, own)
  }
  const trained = await learnOn(context, crew, null, learn, work)
  return { trained, facts: { fingerprint, split, cutoff, horizonDays, newcomerRevenueShare, text, hashed } }
}

/** Where an earlier run's model was kept, its refit scores as it is. */
async function refitAndScore(
  context: AppContext,
  crew: Crew,
  { setup, config, start }: Course,
  { artifact, guard }: Trained,
  work: Work,
): Promise<{ refitted: ModelArtifact; scores: Scores; scoredAtMs: number }> {
  const learn = async (trainer: Trainer, own: Work) => {
    await sendRows(trainer, await context.run(refitDataOperation, setup, own), own)
    await trainer.call('begin', start, own)
    return trainer.call<ModelArtifact>('refit', config, own)
  }
  const kept = start?.kind === 'run' && guard?.kept === 'earlier' ? start.refitted : null
  const refitted = kept ?? (await learnOn(context, crew, artifact, learn, work))
  const rows = await context.run(scoringDataOperation, setup, work)
  await sendRows(crew.trainer, rows, work)
  const scores = await crew.trainer.call<Scores>('score', kept ? 'earlier' : 'refitted', work)
  return { refitted, scores, scoredAtMs: rows.cutoff }
}

/** Keeps every epoch's losses, and who broke off, beside passing them on; those that are learned again after a crash, once. */
const withLosses = (work: Work, losses: EpochNote[], diverged: BrokenOff[]): Work => ({
  ...work,
  note(name, data) {
    if (name === 'epoch') losses.push(data as EpochNote)
    if (name === 'diverged') diverged.push(data as BrokenOff)
    if (name === 'resumed') {
      const { phase, kept } = data as Resumed
      const stays = (own: EpochNote) =>
        own.phase !== phase || kept.some(({ network, epoch }) => own.network === network && own.epoch <= epoch)
      losses.splice(0, losses.length, ...losses.filter(stays))
    }
    work.note(name, data)
  },
})
