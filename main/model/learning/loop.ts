import { AssayError } from '../../base/errors.ts'
import type { Work } from '../../base/job.ts'
import { nextTurn } from '../../base/turn.ts'

/** What the loop drives. It knows nothing of what is being learned. */
export interface Course {
  stepsPerEpoch: number
  /** Moves the weights once and gives the loss of its batch. `progress` runs from 0 to 1 over all the epochs asked for. */
  step(progress: number): Promise<StepOutcome>
  /** What of the last loss was no number, where one was not. */
  suspect?(): string | null
  /** The loss on rows kept apart; null where there are none. Lower is better. */
  validate(): Promise<number | null>
  /** Remembers the present weights as the ones to return. */
  keep(): Promise<void>
  /** Told after every epoch. */
  report(epoch: EpochOutcome): void
}

export interface StepOutcome {
  loss: number
  examples: number
}

export interface EpochOutcome {
  epoch: number
  trainLoss: number
  validationLoss: number | null
  examplesPerSecond: number
}

export interface LoopSettings {
  epochs: number
  /** Epochs without a better validation loss after which to stop. */
  patience: number
  /** The best epoch of a training that this one goes on with. */
  done?: { epoch: number; validationLoss: number | null }
}

export interface LoopOutcome {
  /** The epoch whose weights were kept. */
  bestEpoch: number
  epochsRun: number
  seconds: number
  examplesPerSecond: number
  /** Where a loss was no number any more, and learning ended with the best epoch before. */
  diverged: Divergence | null
}

/** Where learning broke off. */
export interface Divergence {
  epoch: number
  /** Which batch of the epoch, from 1; 0 for the rows kept apart. */
  batch: number
  /** What of the loss was no number; empty where it was none of the parts alone. */
  suspect: string
}

/** How long the loop may hold the thread before messages, a cancel among them, get their turn. */
const turnMs = 50

/**
 * Learns for at most `epochs`, stops early, and keeps the weights of the best epoch on validation; without validation
 * rows it runs all epochs and keeps the last. Where a loss is no longer a number it ends with the best epoch before, or
 * throws `model.diverged` where there was none.
 */
export async function learn(course: Course, settings: LoopSettings, work: Work): Promise<LoopOutcome> {
  const startedMs = performance.now()
  let turnStartedMs = startedMs
  let best = settings.done?.validationLoss ?? Infinity
  let bestEpoch = settings.done?.epoch ?? 0
  let examples = 0
  let epoch = bestEpoch
  const total = settings.epochs * course.stepsPerEpoch
  let diverged: Divergence | null = null
  const breakOff = (batch: number): Divergence => {
    const where = { epoch, batch, suspect: course.suspect?.() ?? '' }
    if (bestEpoch === 0) throw new AssayError('model.diverged', { epoch, batch, task: where.suspect })
    return where
  }
  learning: while (epoch < settings.epochs && !(bestEpoch > 0 && epoch - bestEpoch >= settings.patience)) {
    epoch++
    const epochStartedMs = performance.now()
    let lossSum = 0
    let epochExamples = 0
    for (let step = 0; step < course.stepsPerEpoch; step++) {
      work.checkpoint()
      const done = (epoch - 1) * course.stepsPerEpoch + step
      const outcome = await course.step(done / total)
      if (!Number.isFinite(outcome.loss)) {
        diverged = breakOff(step + 1)
        break learning
      }
      lossSum += outcome.loss
      epochExamples += outcome.examples
      work.progress('train', done + 1, total)
      if (performance.now() - turnStartedMs > turnMs) {
        await nextTurn()
        turnStartedMs = performance.now()
      }
    }
    const seconds = (performance.now() - epochStartedMs) / 1000
    const validationLoss = await course.validate()
    const trainLoss = lossSum / course.stepsPerEpoch
    if (validationLoss !== null && !Number.isFinite(validationLoss)) {
      diverged = breakOff(0)
      break
    }
    if (validationLoss === null || validationLoss < best) {
      best = validationLoss ?? Infinity
      bestEpoch = epoch
      await course.keep()
    }
    examples += epochExamples
    course.report({ epoch, trainLoss, validationLoss, examplesPerSecond: epochExamples / seconds })
  }
  const seconds = (performance.now() - startedMs) / 1000
  return { bestEpoch, epochsRun: epoch, seconds, examplesPerSecond: examples / seconds, diverged }
}
