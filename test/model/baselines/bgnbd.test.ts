import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createRandom, type Random } from '../../../main/base/random.ts'
import {
  createLogLikelihood,
  expectedPurchases,
  fitBgNbd,
  probabilityAlive,
  probabilityOfPurchase,
  type BgNbd,
  type PurchaseHistories,
} from '../../../main/model/baselines/bgnbd.ts'
import { logAddExp, logBeta, logGamma } from '../../../main/model/baselines/special.ts'

const cdnow = '../shared/data/cdnow/cdnow_customers_summary.csv'
const published: BgNbd = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426, logLikelihood: -9582.4 }

function readCdnow(): PurchaseHistories {
  const rows = readFileSync(cdnow, 'utf8').trim().split(/\r?\n/).slice(1)
  const column = (index: number) => Float64Array.from(rows, (row) => Number(row.split(',')[index]))
  return { frequency: column(1), recency: column(2), age: column(3) }
}

/** Repeat purchase times of one customer up to `until`, drawn from the model's own story. */
function drawPurchases(model: BgNbd, random: Random, until: number): number[] {
  const rate = random.gamma(model.r) / model.alpha
  const leaves = random.beta(model.a, model.b)
  const times: number[] = []
  for (let time = random.exponential(rate); time < until; time += random.exponential(rate)) {
    times.push(time)
    if (random.uniform() < leaves) break
  }
  return times
}

describe('BG/NBD', () => {
  it('gives the published expectations for customer 1 of CDNOW (x 2, t_x 30.43, T 38.86, 39 weeks ahead: 1.226)', () => {
    const exact = { ...published, r: 0.2425945, alpha: 4.4136019, a: 0.7929199, b: 2.4258881 }
    expect(expectedPurchases(exact, 2, 30.43, 38.86, 39)).toBeCloseTo(1.226, 3)
  })

  it('has the likelihood of equation 6, written out customer by customer', () => {
    const histories = {
      frequency: Float64Array.of(0, 3, 3, 1),
      recency: Float64Array.of(0, 8, 8, 2),
      age: Float64Array.of(20, 12, 12, 30),
    }
    const { r, alpha, a, b } = published
    let expected = 0
    for (let i = 0; i < 4; i++) {
      const [x, tx, T] = [histories.frequency[i], histories.recency[i], histories.age[i]]
      const alive = logBeta(a, b + x) - logBeta(a, b) - (r + x) * Math.log(alpha + T)
      const left = x > 0 ? logBeta(a + 1, b + x - 1) - logBeta(a, b) - (r + x) * Math.log(alpha + tx) : -Infinity
      expected += logGamma(r + x) - logGamma(r) + r * Math.log(alpha) + logAddExp(alive, left)
    }
    expect(createLogLikelihood(histories)(published)).toBeCloseTo(expected, 10)
  })

  it('finds the parameters that customers were drawn from', () => {
    const random = createRandom(5)
    const model = { r: 0.8, alpha: 6, a: 0.9, b: 3, logLikelihood: NaN }
    const customers = Array.from({ length: 20_000 }, () => {
      const age = 20 + random.integer(300) / 10
      const times = drawPurchases(model, random, age)
      return { x: times.length, tx: times.at(-1) ?? 0, age }
    })
    const fitted = fitBgNbd({
      frequency: Float64Array.from(customers, ({ x }) => x),
      recency: Float64Array.from(customers, ({ tx }) => tx),
      age: Float64Array.from(customers, ({ age }) => age),
    })
    for (const name of ['r', 'alpha', 'a', 'b'] as const) {
      expect(Math.abs(fitted[name] / model[name] - 1), name).toBeLessThan(0.15)
    }
  })

  it('agrees with simulation on who buys again, how often, and who is alive', () => {
    const random = createRandom(11)
    const model = { r: 1.2, alpha: 5, a: 1.4, b: 2.5, logLikelihood: NaN }
    const [age, ahead] = [10, 12]
    // Customers with two purchases, the last in [6, 8): compared with the mean of their own formulas.
    const sums = { customers: 0, buyers: 0, purchases: 0, expectedBuyers: 0, expectedPurchases: 0 }
    for (let i = 0; i < 300_000; i++) {
      const times = drawPurchases(model, random, age + ahead)
      const [before, after] = [times.filter((t) => t < age), times.filter((t) => t >= age)]
      if (before.length !== 2 || before[1] < 6 || before[1] >= 8) continue
      sums.customers++
      sums.buyers += after.length > 0 ? 1 : 0
      sums.purchases += after.length
      sums.expectedBuyers += probabilityOfPurchase(model, 2, before[1], age, ahead)
      sums.expectedPurchases += expectedPurchases(model, 2, before[1], age, ahead)
    }
    expect(sums.customers).toBeGreaterThan(5_000)
    const standardError = Math.sqrt(sums.expectedBuyers * (1 - sums.expectedBuyers / sums.customers))
    expect(Math.abs(sums.buyers - sums.expectedBuyers)).toBeLessThan(4 * standardError)
    expect(Math.abs(sums.purchases / sums.expectedPurchases - 1)).toBeLessThan(0.05)
  })

  it('is smooth where its formula is not: at a = 1 and a + b + x = 1', () => {
    const at = (a: number, b: number) => expectedPurchases({ ...published, a, b }, 0, 0, 20, 30)
    expect(at(1, 2)).toBeCloseTo((at(0.999, 2) + at(1.001, 2)) / 2, 5)
    expect(at(0.3, 0.7)).toBeCloseTo((at(0.3, 0.699) + at(0.3, 0.701)) / 2, 5)
  })

  it('stays finite for a customer with hundreds of purchases and a long horizon', () => {
    const purchases = expectedPurchases(published, 600, 99, 100, 5_000)
    expect(purchases).toBeGreaterThan(0)
    expect(purchases).toBeLessThan(600 * 50)
    expect(probabilityAlive(published, 600, 1, 100)).toBeCloseTo(0, 12)
  })

  it('takes histories without any repeat purchase', () => {
    const none = { frequency: new Float64Array(50), recency: new Float64Array(50), age: new Float64Array(50).fill(30) }
    const fitted = fitBgNbd(none)
    expect(expectedPurchases(fitted, 0, 0, 30, 30)).toBeLessThan(0.01)
  })
})

describe.skipIf(!existsSync(cdnow))(`BG/NBD on CDNOW (skipped without ${cdnow})`, () => {
  it('reproduces the published fit of 2,357 customers', () => {
    const fitted = fitBgNbd(readCdnow())
    expect(fitted.r).toBeCloseTo(published.r, 3)
    expect(Math.abs(fitted.alpha - published.alpha)).toBeLessThan(0.001)
    expect(fitted.a).toBeCloseTo(published.a, 3)
    expect(Math.abs(fitted.b - published.b)).toBeLessThan(0.001)
    expect(fitted.logLikelihood).toBeCloseTo(published.logLikelihood, 1)
  })
  it('fits the same customers whatever the unit of time', () => {
    const weeks = readCdnow()
    const inDays = (times: Float64Array) => times.map((time) => time * 7)
    const days = fitBgNbd({ ...weeks, recency: inDays(weeks.recency), age: inDays(weeks.age) })
    expect(days.r).toBeCloseTo(published.r, 3)
    expect(days.alpha / 7).toBeCloseTo(4.4135, 3)
  })
})
