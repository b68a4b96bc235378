import { describe, expect, it } from 'vitest'
import { createRandom, hashText } from '../../main/base/random.ts'

const draws = 200_000

function moments(draw: () => number) {
  let sum = 0
  let squares = 0
  for (let i = 0; i < draws; i++) {
    const value = draw()
    sum += value
    squares += value * value
  }
  const mean = sum / draws
  return { mean, variance: squares / draws - mean * mean }
}

describe('random', () => {
  const random = createRandom(11)
  // Mean and variance of each distribution; tolerances of some four standard errors of these fixed seeds.
  it.each([
    ['uniform', () => random.uniform(), 1 / 2, 1 / 12],
    ['normal', () => random.normal(), 0, 1],
    ['gamma 0.4', () => random.gamma(0.4), 0.4, 0.4],
    ['gamma 7', () => random.gamma(7), 7, 7],
    ['beta 2, 3', () => random.beta(2, 3), 0.4, 0.04],
    ['poisson 4', () => random.poisson(4), 4, 4],
    ['poisson 900', () => random.poisson(900), 900, 900],
    ['exponential 2', () => random.exponential(2), 0.5, 0.25],
  ])('%s has its mean and variance', (_, draw, mean, variance) => {
    const found = moments(draw)
    expect(Math.abs(found.mean - mean)).toBeLessThan(4 * Math.sqrt(variance / draws))
    expect(Math.abs(found.variance / variance - 1)).toBeLessThan(0.04)
  })

  it('repeats itself for the same seed and not for another', () => {
    const sequence = (seed: number) => Array.from({ length: 5 }, createRandom(seed).uniform)
    expect(sequence(3)).toEqual(sequence(3))
    expect(sequence(3)).not.toEqual(sequence(4))
  })

  it('shuffles to a permutation and draws by weight', () => {
    const shuffled = random.shuffle(Int32Array.from({ length: 50 }, (_, i) => i))
    expect([...shuffled].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i))
    const counts = [0, 0, 0]
    for (let i = 0; i < 30_000; i++) counts[random.weighted([1, 0, 3])]++
    expect(counts[1]).toBe(0)
    expect(counts[2] / counts[0]).toBeCloseTo(3, 0)
  })

  it('hashes texts evenly and by seed', () => {
    const buckets = new Array<number>(10).fill(0)
    for (let i = 0; i < 20_000; i++) buckets[hashText(`user ${i}`, 5) % 10]++
    for (const count of buckets) expect(Math.abs(count - 2000)).toBeLessThan(200)
    expect(hashText('a', 1)).not.toBe(hashText('a', 2))
  })
})
