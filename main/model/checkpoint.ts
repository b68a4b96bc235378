import type { Work } from '../base/job.ts'
import { toAssayError } from '../base/errors.ts'
import type { AppContext, Trainer } from '../context.ts'
import type { EngineName } from '../engine/types.ts'
import type { TaskLosses } from './objective.ts'
import type { EpochNote, ModelArtifact, Resumed } from './types.ts'

/** The best weights so far, as they leave the trainer after every better epoch, in the note `checkpoint`. */
export interface Checkpoint {
  phase: EpochNote['phase']
  /** Which of the networks, from 1. */
  network: number
  epoch: number
  weights: Float32Array
  validationLoss: number | null
  taskLosses: TaskLosses
}

/** What a new trainer needs of one that died. */
export interface Inheritance {
  checkpoints: Checkpoint[]
  /** What that one had evaluated, for a refit. */
  evaluated: ModelArtifact | null
}

/** A trainer that can be replaced, and the engine that it runs, once that is chosen. */
export interface Crew {
  trainer: Trainer
  engine: EngineName | null
}

/**
 * Learns in the crew's trainer. Where that dies after a better epoch, a new one goes on from its networks' weights, once, with
 * rows read anew by `learn`; the note `resumed` says so. What it comes to is a good model, though not to the last digit
 * the one that would have been: the optimiser's memory is lost.
 */
export async function learnOn<Result>(
  context: Pick<AppContext, 'startTrainer'>,
  crew: Crew,
  evaluated: ModelArtifact | null,
  learn: (trainer: Trainer, work: Work) => Promise<Result>,
  work: Work,
): Promise<Result> {
  const kept = new Map<number, Checkpoint>()
  const keep = (checkpoint: Checkpoint) => void kept.set(checkpoint.network, checkpoint)
  const keeping: Work = {
    ...work,
    note: (name, data) => (name === 'checkpoint' ? keep(data as Checkpoint) : work.note(name, data)),
  }
  try {
    return await learn(crew.trainer, keeping)
  } catch (thrown) {
    const checkpoints = [...kept.values()]
    if (toAssayError(thrown).code !== 'process.crashed' || checkpoints.length === 0 || !crew.engine) throw thrown
    const epochs = checkpoints.map(({ network, epoch }) => ({ network, epoch }))
    work.note('resumed', { phase: checkpoints[0].phase, kept: epochs } satisfies Resumed)
    crew.trainer.release()
    crew.trainer = context.startTrainer()
    crew.trainer.carry(crew.engine)
    await crew.trainer.call('engine', crew.engine, work)
    await crew.trainer.call('inherit', { checkpoints, evaluated } satisfies Inheritance, work)
    return learn(crew.trainer, keeping)
  }
}

/** For callers that have no use for checkpoints. */
export const withoutCheckpoints = (work: Work): Work => ({
  ...work,
  note: (name, data) => (name === 'checkpoint' ? undefined : work.note(name, data)),
})
