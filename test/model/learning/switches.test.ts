import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../main/base/random.ts'
import { moveTowardsLoss } from '../../../main/model/learning/adversarial.ts'
import { augmentActs, mixInputs } from '../../../main/model/learning/augmentation.ts'
import { rateShare } from '../../../main/model/learning/schedule.ts'
import { dropSources, sourcesOf } from '../../../main/model/learning/sourceDropout.ts'
import { createTaskBalance } from '../../../main/model/learning/taskWeights.ts'
import { actNumbers, type ActBatch } from '../../../main/model/network/actEncoder.ts'
import type { Batch } from '../../../main/model/network/network.ts'

describe('the learning rate', () => {
  it('rises over the first fiftieth and stays, or falls to a twentieth along a cosine', () => {
    expect(rateShare('constant', 0)).toBeCloseTo(0.1, 9)
    expect(rateShare('constant', 0.5)).toBe(1)
    expect(rateShare('cosine', 0.02)).toBeCloseTo(1, 9)
    expect(rateShare('cosine', 0.51)).toBeCloseTo((1 + 0.05) / 2, 9)
    expect(rateShare('cosine', 1)).toBeCloseTo(0.05, 9)
  })
})

describe('weights by uncertainty', () => {
  it('settle at half the inverse of each task’s loss, where e⁻ˢ L + s / 2 is least', () => {
    const balance = createTaskBalance('uncertainty', { ltv: 1, repurchase: 2, potential: 0, loyalty: 1 })
    for (let step = 0; step < 20_000; step++) {
      balance.learn({ losses: { ltv: 4, repurchase: 0.25, potential: 3 }, norms: {}, learningRate: 0.01 })
    }
    const weights = balance.weights()
    expect(weights.ltv).toBeCloseTo(0.5 / 4, 3)
    expect(weights.repurchase).toBeCloseTo(2 * (0.5 / 0.25), 3)
    expect([weights.potential, weights.loyalty]).toEqual([0, 1])
  })

  it('are what was told where they are fixed', () => {
    const told = { ltv: 1, repurchase: 2, potential: 0, loyalty: 1 }
    const balance = createTaskBalance('fixed', told)
    balance.learn({ losses: { ltv: 40 }, norms: {}, learningRate: 1 })
    expect(balance.weights()).toEqual(told)
  })
})

describe('an adversary', () => {
  it('goes its whole way along each row’s gradient in one step', () => {
    const origin = Float32Array.of(1, 1, 0, 0)
    const moved = moveTowardsLoss({ origin, now: origin }, Float32Array.of(3, -4, 0, 0), 2, { size: 0.5, steps: 1 })
    expect([...moved].map((value) => Number(value.toFixed(5)))).toEqual([1.3, 0.6, 0, 0])
  })

  it('never leaves the ball in several, and finds its worst point: for a linear loss that of one step', () => {
    const origin = Float32Array.of(0, 0)
    let now: Float32Array = origin
    for (let step = 0; step < 3; step++) {
      now = moveTowardsLoss({ origin, now }, Float32Array.of(1, 0), 2, { size: 0.3, steps: 3 })
      expect(Math.hypot(...now)).toBeLessThanOrEqual(0.3 + 1e-6)
    }
    expect(now[0]).toBeCloseTo(0.3, 5)
  })
})

/** Two customers of five and three acts, whose codes and numbers tell where they stood. */
function actsOf(): ActBatch {
  const [count, length] = [2, 5]
  const places = () => Int32Array.from({ length: count * length }, (_, i) => i + 1)
  return {
    count,
    length,
    codes: { type: places(), product: places(), category: places(), brand: places() },
    numbers: Float32Array.from({ length: count * length * actNumbers }, (_, i) => i + 1),
    present: Float32Array.of(1, 1, 1, 1, 1, 1, 1, 1, 0, 0),
  }
}

describe('augmented acts', () => {
  it('are the acts themselves where nothing is to be changed', () => {
    const acts = actsOf()
    augmentActs(acts, { crop: 0, mask: 0, reorder: 0 }, createRandom(1))
    expect(acts).toEqual(actsOf())
  })

  it('lose old acts but never more than half', () => {
    for (let seed = 0; seed < 20; seed++) {
      const acts = actsOf()
      augmentActs(acts, { crop: 1, mask: 0, reorder: 0 }, createRandom(seed))
      expect([...acts.present.slice(2, 5)]).toEqual([1, 1, 1])
      expect([...acts.present.slice(6, 8)]).toEqual([1, 1])
      expect(acts.present[0] <= acts.present[1]).toBe(true)
    }
  })

  it('forget what an act was of, but not its kind and its time', () => {
    const acts = actsOf()
    augmentActs(acts, { crop: 0, mask: 1, reorder: 0 }, createRandom(1))
    expect([...acts.codes.product.slice(0, 8)]).toEqual(new Array(8).fill(0))
    expect(acts.codes.type).toEqual(actsOf().codes.type)
    expect(acts.numbers[2]).toBe(3)
    expect([acts.numbers[0], acts.numbers[1]]).toEqual([0, 0])
    // Behind a sequence’s end there is nothing to forget.
    expect(acts.codes.product[8]).toBe(9)
  })

  it('change places with their neighbours and keep the times of the places', () => {
    const acts = actsOf()
    augmentActs(acts, { crop: 0, mask: 0, reorder: 1 }, createRandom(1))
    expect([...acts.codes.product.slice(0, 5)]).toEqual([2, 3, 4, 5, 1])
    expect([...acts.codes.product.slice(5, 8)]).toEqual([7, 8, 6])
    expect(acts.numbers[2]).toBe(3)
    expect(acts.numbers[0]).toBe(actNumbers + 1)
  })
})

const batchOf = (): Batch => ({
  rows: { user: 3, product: 2, pair: 0 },
  inputs: {
    behaviour: Float32Array.of(1, 2, 3, 4, 5, 6, 70, 80, 90, 100),
    product: Float32Array.of(1, 2, 3, 4, 5),
    social: Float32Array.of(1, 1, 1, 1, 1),
  },
  present: {
    behaviour: new Float32Array(5).fill(1),
    product: new Float32Array(5).fill(1),
    social: new Float32Array(5).fill(1),
  },
  codes: { category: Int32Array.of(1, 2, 3, 4, 5), brand: Int32Array.of(1, 2, 3, 4, 5) },
  acts: null,
})

describe('mixed rows', () => {
  it('are so much of themselves and so much of a row of their own kind', () => {
    const [batch, before] = [batchOf(), batchOf()]
    const { share, partners } = mixInputs(batch, 0.4, createRandom(3))
    expect(share).toBeGreaterThanOrEqual(0.5)
    for (let row = 0; row < 5; row++) {
      expect(partners[row] < 3).toBe(row < 3)
      for (const i of [0, 1]) {
        const [own, other] = [before.inputs.behaviour[row * 2 + i], before.inputs.behaviour[partners[row] * 2 + i]]
        expect(batch.inputs.behaviour[row * 2 + i]).toBeCloseTo(share * own + (1 - share) * other, 4)
      }
    }
  })
})

describe('dropped sources', () => {
  const spec = (group: 'behaviour' | 'product' | 'social', source: 'behaviour' | 'users' | 'products' | 'social') => ({
    name: `${group} ${source}`,
    group,
    source,
    transform: 'none' as const,
  })
  const sources = sourcesOf([
    spec('behaviour', 'behaviour'),
    spec('behaviour', 'users'),
    spec('product', 'products'),
    spec('social', 'social'),
  ])

  it('leave nothing of what came from them, and all of the rest', () => {
    const batch = batchOf()
    dropSources(batch, sources, 1, createRandom(1))
    expect([...batch.inputs.behaviour]).toEqual([1, 0, 3, 0, 5, 0, 70, 0, 90, 0])
    expect([...batch.inputs.product, ...batch.inputs.social, ...batch.codes.brand]).toEqual(new Array(15).fill(0))
    expect([...batch.present.social]).toEqual(new Array(5).fill(0))
  })

  it('are dropped as often as they should be', () => {
    const random = createRandom(2)
    let dropped = 0
    for (let i = 0; i < 400; i++) {
      const batch = batchOf()
      dropSources(batch, sources, 0.3, random)
      dropped += batch.present.social.filter((value) => value === 0).length
    }
    expect(dropped / 2000).toBeGreaterThan(0.27)
    expect(dropped / 2000).toBeLessThan(0.33)
  })
})
