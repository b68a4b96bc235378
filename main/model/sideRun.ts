import type { Work } from '../base/job.ts'
import type { AppContext, Trainer } from '../context.ts'
import { sideDataOperation } from '../features/operations.ts'
import type { TrainSetup } from '../features/types.ts'
import type { Scores } from './scoreStore.ts'
import { sendRows } from './sendRows.ts'
import type { Trained } from './training.ts'
import type { SideResults } from './sideTypes.ts'
import type { ModelConfig } from './modelConfig.ts'
import type { ModelArtifact } from './types.ts'

/** A side model on its way into the project. */
export interface FinishedSide {
  results: SideResults
  /** Both null where every side table is skipped. */
  artifact: ModelArtifact | null
  scores: Scores | null
}

/** Few rows with few inputs that say anything: a small network for a few epochs. */
const widest = 32
const longest = 15

const sideConfig = (config: ModelConfig): ModelConfig => ({
  ...config,
  towerWidth: Math.min(config.towerWidth, widest),
  fusionWidth: Math.min(config.fusionWidth, widest),
  epochs: Math.min(config.epochs, longest),
  members: { networks: 1, boosted: false, linear: false },
  transfer: 'none',
  towers: null,
  continues: null,
})

/**
 * Learns the side tables with a network of their own, judges it beside simple baselines, and scores with it. Call it when
 * the trainer is done with the main tables: their rows and models make room for these.
 */
export async function learnSide(
  context: AppContext,
  trainer: Trainer,
  setup: TrainSetup,
  config: ModelConfig,
  work: Work,
): Promise<FinishedSide> {
  // Epochs and steps of this small training would look like a relapse of the main one.
  const quiet: Work = { ...work, note() {}, progress: (_, done, total) => work.progress('learnSide', done, total) }
  const { training, scoring, skipped } = await context.run(sideDataOperation, setup, work)
  const none = { train: 0, validation: 0, test: 0 }
  if (!training || !scoring) {
    return { results: { tasks: {}, skipped, rows: none, epochs: 0 }, artifact: null, scores: null }
  }
  await sendRows(trainer, training, work)
  // What the main networks start from is not of this one's shape.
  await trainer.call('begin', null, work)
  const { artifact, reports, rows, epochs } = await trainer.call<Trained>('train', sideConfig(config), quiet)
  await sendRows(trainer, scoring, work)
  const scores = await trainer.call<Scores>('score', 'evaluated', work)
  return { results: { tasks: reports, skipped, rows, epochs }, artifact, scores }
}
