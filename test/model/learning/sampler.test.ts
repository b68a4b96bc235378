import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRandom } from '../../../main/base/random.ts'
import { createSampler, scheduleSteps } from '../../../main/model/learning/sampler.ts'

test('draws every row once before any comes again', () => {
  const rows = Int32Array.from({ length: 10 }, (_, i) => 100 + i)
  const sampler = createSampler(rows, 4, createRandom(1))
  const drawn = Array.from({ length: 10 }, () => [...sampler.next()]).flat()
  for (let pass = 0; pass < 4; pass++) expect(drawn.slice(pass * 10, pass * 10 + 10).sort()).toEqual([...rows])
  expect(drawn.slice(0, 10)).not.toEqual(drawn.slice(10, 20))
})

test('every table is passed at least once an epoch, in batches that are neither too large nor all noise', () => {
  const rows = fc.array(fc.integer({ min: 0, max: 50_000 }), { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(rows, fc.integer({ min: 8, max: 1024 }), (tableRows, batchSize) => {
      const { stepsPerEpoch, batchSizes } = scheduleSteps(tableRows, batchSize)
      expect(stepsPerEpoch).toBeGreaterThanOrEqual(32)
      tableRows.forEach((count, i) => {
        expect(batchSizes[i]).toBeLessThanOrEqual(Math.min(count, batchSize))
        expect(batchSizes[i] * stepsPerEpoch).toBeGreaterThanOrEqual(count)
        expect(batchSizes[i]).toBeGreaterThanOrEqual(Math.min(count, 8, batchSize / 4))
      })
    }),
  )
})

test('a large shop is passed once an epoch in full batches, a small one in smaller batches, a tiny one several times', () => {
  expect(scheduleSteps([16_000, 800], 256)).toEqual({ stepsPerEpoch: 63, batchSizes: [256, 64] })
  expect(scheduleSteps([3200], 256)).toEqual({ stepsPerEpoch: 32, batchSizes: [100] })
  expect(scheduleSteps([50, 1], 256)).toEqual({ stepsPerEpoch: 32, batchSizes: [32, 1] })
})
