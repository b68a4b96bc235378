import type { Work } from '../base/job.ts'
import { toAssayError } from '../base/errors.ts'
import type { AppContext, Trainer } from '../context.ts'
import type { EngineName } from '../engine/types.ts'
import type { TaskLosses } from './objective.ts'
import type { EpochNote, ModelArtifact } from './types.ts'

/** The best weights so far, as they leave the trainer after every better epoch, in the note `checkpoint`. */
export interface Checkpoint {
  phase: EpochNote['phase']
  epoch: number
  weights: Float32Array
  validationLoss: number | null
  taskLosses: TaskLosses
}

/** What a new trainer needs of one that died. */
export interface Inheritance {
  checkpoint: Checkpoint
  /** What that one had evaluated, for a refit. */
  evaluated: ModelArtifact | null
}

/** A trainer that can be replaced, and the engine that it runs, once that is chosen. */
export interface Crew {
  trainer: Trainer
  engine: EngineName | null
}

/**
 * Learns in the crew's trainer. Where that dies after a better epoch, a new one goes on from its weights, once, with rows
 * read anew by `learn`; the note `resumed` { phase, epoch } says so. What it comes to is a good model, though not to the last digit
 * the one that would have been: the optimiser's memory is lost.
 */
export async function learnOn<Result>(
  context: Pick<AppContext, 'startTrainer'>,
  crew: Crew,
  evaluated: ModelArtifact | null,
  learn: (trainer: Trainer, work: Work) => Promise<Result>,
  work: Work,
): Promise<Result> {
  const kept: Checkpoint[] = []
  const keeping: Work = {
    ...work,
    note: (name, data) => (name === 'checkpoint' ? void kept.splice(0, 1, data as Checkpoint) : work.note(name, data)),
  }
  try {
    return await learn(crew.trainer, keeping)
  } catch (thrown) {
    const [checkpoint] = kept
    if (toAssayError(thrown).code !== 'process.crashed' || !checkpoint || !crew.engine) throw thrown
    work.note('resumed', { phase: checkpoint.phase, epoch: checkpoint.epoch })
    crew.trainer.release()
    crew.trainer = context.startTrainer()
    crew.trainer.carry(crew.engine)
    await crew.trainer.call('engine', crew.engine, work)
    await crew.trainer.call('inherit', { checkpoint, evaluated } satisfies Inheritance, work)
    return learn(crew.trainer, keeping)
  }
}

/** For callers that have no use for checkpoints. */
export const withoutCheckpoints = (work: Work): Work => ({
  ...work,
  note: (name, data) => (name === 'checkpoint' ? undefined : work.note(name, data)),
})
