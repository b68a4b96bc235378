import { describe, expect, it } from 'vitest'
import { hypergeometric, logAddExp, logBeta, logGamma } from '../../../main/model/baselines/special.ts'

const relativeError = (value: number, expected: number) => Math.abs(value - expected) / Math.abs(expected)

describe('logGamma', () => {
  // By mpmath at 30 digits of working precision.
  const published: [number, number][] = [
    [0.001, 6.907178885383853],
    [0.1, 2.252712651734206],
    [0.5, 0.5723649429247001],
    [1.5, -0.12078223763524522],
    [3.7, 1.428072326665388],
    [12.25, 18.115669505710894],
    [250.5, 1131.2840013322552],
    [1e6, 12815504.569147617],
  ]
  for (const [x, expected] of published) {
    it(`of ${x}`, () => expect(relativeError(logGamma(x), expected)).toBeLessThan(1e-13))
  }
  it('is the logarithm of a factorial', () => {
    let factorial = 1
    for (let n = 1; n < 20; n++) {
      expect(Math.abs(logGamma(n) - Math.log(factorial))).toBeLessThan(1e-12)
      factorial *= n
    }
  })
  it('gives B(a, b): B(2, 3) = 1/12', () => expect(logBeta(2, 3)).toBeCloseTo(-Math.log(12), 12))
})

describe('hypergeometric', () => {
  // By mpmath, as above.
  const published: [number, number, number, number, number][] = [
    [2.2425, 4.4257, 4.2187, 0.4742, 4.577405002955283],
    [0.2426, 2.4258, 2.2187, 0.9, 1.9456694622144448],
    [0.2426, 2.4258, 2.2187, 0.997, 7.019995366715089],
    [50.3, 42.1, 43.2, 0.8, 2.133945202239935e34],
    [-2.5, 0.3, 1.7, 0.6, 0.7888618431018084],
    [1.5, -0.8, -0.35, 0.95, 22.075017371592843],
    [300.2, 302.4, 305.1, 0.2, 6.83133993965966e28],
  ]
  for (const [a, b, c, z, expected] of published) {
    it(`of (${a}, ${b}; ${c}; ${z})`, () =>
      expect(relativeError(hypergeometric(a, b, c, z), expected)).toBeLessThan(1e-11))
  }
  it('is −ln(1 − z)/z for (1, 1; 2) and (1 − z)^−a for (a, b; b)', () => {
    for (const z of [0.1, 0.5, 0.9, 0.99]) {
      expect(relativeError(hypergeometric(1, 1, 2, z), -Math.log(1 - z) / z)).toBeLessThan(1e-12)
      expect(relativeError(hypergeometric(0.7, 3.2, 3.2, z), (1 - z) ** -0.7)).toBeLessThan(1e-12)
    }
    expect(hypergeometric(3, 4, 5, 0)).toBe(1)
  })
  it('refuses what its series cannot reach', () => {
    expect(() => hypergeometric(1, 1, 2, 1)).toThrow('z < 1')
    expect(() => hypergeometric(1, 1, 2, NaN)).toThrow('z < 1')
  })
})

it('adds exponentials without overflow', () => {
  expect(logAddExp(1000, 1000)).toBeCloseTo(1000 + Math.LN2, 12)
  expect(logAddExp(-Infinity, -Infinity)).toBe(-Infinity)
  expect(logAddExp(0, -Infinity)).toBe(0)
})
