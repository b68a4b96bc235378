import { describe, expect, test } from 'vitest'
import { AssayError } from '../../../main/base/errors.ts'
import { unattended, type Work } from '../../../main/base/job.ts'
import { learn, type Course, type EpochOutcome } from '../../../main/model/learning/loop.ts'

/** A course whose validation losses are given, and what the loop did with it. */
function scripted(losses: (number | null)[], trainLoss = 1) {
  const seen = { steps: 0, kept: [] as number[], epochs: [] as EpochOutcome[] }
  const course: Course = {
    stepsPerEpoch: 3,
    step: async () => {
      seen.steps++
      return { loss: trainLoss, examples: 2 }
    },
    validate: async () => losses[seen.epochs.length] ?? null,
    keep: async () => void seen.kept.push(seen.epochs.length + 1),
    report: (epoch) => void seen.epochs.push(epoch),
  }
  return { course, seen }
}

describe('the learning loop', () => {
  test('stops after patience epochs without a better loss, and keeps the best', async () => {
    const { course, seen } = scripted([5, 4, 3, 3, 3.5, 2])
    const outcome = await learn(course, { epochs: 10, patience: 2 }, unattended)
    expect(outcome).toMatchObject({ bestEpoch: 3, epochsRun: 5 })
    expect(seen.kept).toEqual([1, 2, 3])
    expect(seen.steps).toBe(15)
  })

  test('runs all epochs and keeps the last where nothing is kept apart', async () => {
    const { course, seen } = scripted([])
    const outcome = await learn(course, { epochs: 4, patience: 1 }, unattended)
    expect(outcome).toMatchObject({ bestEpoch: 4, epochsRun: 4 })
    expect(seen.kept.at(-1)).toBe(4)
    expect(seen.epochs.map((epoch) => epoch.validationLoss)).toEqual([null, null, null, null])
  })

  test('refuses to go on from a loss that is not a number', async () => {
    const diverged = { code: 'model.diverged', params: { epoch: 1 } }
    await expect(learn(scripted([1], NaN).course, { epochs: 2, patience: 2 }, unattended)).rejects.toMatchObject(
      diverged,
    )
    await expect(learn(scripted([Infinity]).course, { epochs: 2, patience: 2 }, unattended)).rejects.toMatchObject(
      diverged,
    )
  })

  test('reports every step and stops at the checkpoint that follows a cancel', async () => {
    const { course, seen } = scripted([])
    const done: number[] = []
    const work: Work = {
      progress: (_, steps, total) => {
        expect(total).toBe(30)
        done.push(steps)
      },
      checkpoint: () => {
        if (done.length === 7) throw new AssayError('job.cancelled')
      },
      note() {},
    }
    await expect(learn(course, { epochs: 10, patience: 10 }, work)).rejects.toMatchObject({ code: 'job.cancelled' })
    expect(seen.steps).toBe(7)
    expect(done).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  test('lets messages arrive while it learns', async () => {
    let cancelled = false
    const { course } = scripted([])
    const busy: Course = {
      ...course,
      step: async () => {
        for (const until = performance.now() + 20; performance.now() < until;);
        return { loss: 1, examples: 1 }
      },
    }
    const work: Work = {
      ...unattended,
      checkpoint: () => {
        if (cancelled) throw new AssayError('job.cancelled')
      },
    }
    setImmediate(() => (cancelled = true))
    await expect(learn(busy, { epochs: 10_000, patience: 10_000 }, work)).rejects.toMatchObject({
      code: 'job.cancelled',
    })
  })
})
