import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../main/base/random.ts'
import { baselineNames, type ExampleTable, type Task } from '../../../main/features/types.ts'
import { predictBaselines } from '../../../main/model/baselines/predictBaselines.ts'
import { normalizedGini } from '../../../main/model/metrics/rankMetrics.ts'
import {
  createLabelColumn,
  createPredictionColumn,
  createSample,
  createTruth,
} from '../../../main/model/metrics/sample.ts'
import { outputsOf } from '../../../main/model/types.ts'
import { shop, tableOf } from './shop.ts'

const range = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, i) => from + i)
const sumAt = (values: Float64Array, rows: Int32Array) => rows.reduce((sum, row) => sum + values[row], 0)
const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)

function gini(actual: Float64Array, predicted: Float64Array): number {
  const once = new Float64Array(actual.length).fill(1)
  const labels = createLabelColumn(
    actual,
    Uint32Array.from(actual, (_, i) => i),
  )
  const column = createPredictionColumn(labels, predicted, 0.5)
  return normalizedGini(createSample(labels, column, createTruth(labels, once), once))
}

const users = shop(4_000, 120)
const train = range(0, 2_500)
const test = range(2_500, 4_000)
const at = (values: Float64Array, rows: Int32Array) => Float64Array.from(rows, (row) => values[row])

describe('baselines of customers', () => {
  const amounts = predictBaselines('ltv', users, train, test, 120)

  it('rank unseen customers well above chance, the model behind the data best of all', () => {
    const actual = at(users.labels.ltv, test)
    const ginis = Object.fromEntries(Object.entries(amounts).map(([name, { amount }]) => [name, gini(actual, amount)]))
    expect(Object.keys(ginis)).toEqual(['bgnbd', 'rfmCell', 'totalSpend', 'lastSpend', 'ridge'])
    for (const name of ['bgnbd', 'rfmCell', 'totalSpend', 'ridge']) expect(ginis[name], name).toBeGreaterThan(0.3)
    expect(ginis.lastSpend).toBeGreaterThan(0.1)
    expect(ginis.bgnbd).toBeGreaterThan(ginis.rfmCell)
    expect(ginis.bgnbd).toBeGreaterThan(ginis.totalSpend)
  })
  it('are on the level of what follows', () => {
    for (const [name, { amount }] of Object.entries(amounts)) {
      expect(Math.abs(sum(amount) / sumAt(users.labels.ltv, test) - 1), name).toBeLessThan(0.15)
    }
    const p = predictBaselines('repurchase', users, train, test, 120)
    for (const [name, outputs] of Object.entries(p)) {
      expect(Math.abs(sum(outputs.p) / sumAt(users.labels.repurchase, test) - 1), name).toBeLessThan(0.08)
    }
  })
  it('never read the labels of the rows they predict for', () => {
    const poisoned: ExampleTable = {
      ...users,
      labels: { ltv: users.labels.ltv.slice(), repurchase: users.labels.repurchase.slice() },
    }
    for (const row of test) {
      poisoned.labels.ltv[row] = 1e9
      poisoned.labels.repurchase[row] = NaN
    }
    for (const task of ['ltv', 'repurchase'] as const) {
      expect(predictBaselines(task, poisoned, train, test, 120)).toEqual(
        predictBaselines(task, users, train, test, 120),
      )
    }
  })
  it('fit BG/NBD once per customer, at the latest training cutoff', () => {
    const twice: ExampleTable = { ...users, cutoffs: users.cutoffs.map((_, row) => (row < 1_250 ? 1 : 2)) }
    const latest = predictBaselines('repurchase', twice, train, test, 120).bgnbd.p
    expect(latest).toEqual(predictBaselines('repurchase', users, range(1_250, 2_500), test, 120).bgnbd.p)
  })
  it('live through customers who never came back', () => {
    const zeros = new Float64Array(20)
    const baseline = Object.fromEntries(baselineNames.user.map((name) => [name, zeros]))
    const onceOnly = tableOf(
      'user',
      20,
      { ...baseline, ageDays: zeros.map(() => 30) },
      { ltv: zeros, repurchase: zeros },
    )
    for (const task of ['ltv', 'repurchase'] as const) {
      for (const outputs of Object.values(predictBaselines(task, onceOnly, range(0, 10), range(10, 20), 30))) {
        expect(Object.values(outputs)[0].every(Number.isFinite)).toBe(true)
      }
    }
  })
  it('refuse to learn from nothing', () => {
    expect(() => predictBaselines('ltv', users, new Int32Array(), test, 120)).toThrow('training rows')
  })
})

describe('RFM cells', () => {
  it('give the mean of the training customers in the same cell', () => {
    const n = 8 * 40
    // Two bands of each: cell and label are set by the bits of the row's number.
    const bit = (place: number) => Array.from({ length: n }, (_, i) => (i >> place) & 1)
    const baseline = {
      ageDays: Array.from({ length: n }, () => 100),
      recencyDays: bit(0).map((b) => 10 + 50 * b),
      frequency: bit(1),
      totalSpend: bit(2).map((b) => 20 + 30 * b),
      meanRepeatSpend: bit(1),
      lastSpend: bit(2).map((b) => 20 + b),
    }
    const ltv = Array.from({ length: n }, (_, i) => (i & 7) + (i % 16 < 8 ? 1 : -1))
    const table = tableOf('user', n, baseline, { ltv, repurchase: bit(0) })
    const { rfmCell } = predictBaselines('ltv', table, range(0, n - 16), range(n - 8, n), 30)
    expect([...rfmCell.amount]).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })
})

describe('baselines of products', () => {
  it('repeat the last period or its moving average, returns never below 0', () => {
    const products = tableOf(
      'product',
      3,
      { lastPeriodUnits: [10, 0, -2], meanPeriodUnits: [4, 3, 1] },
      { units: [1, 1, 1], growth: [0, 0, 0] },
    )
    const { lastPeriod, movingAverage } = predictBaselines('potential', products, range(0, 3), range(0, 3), 30)
    expect([...lastPeriod.units]).toEqual([10, 0, 0])
    expect([...lastPeriod.growth]).toEqual([0, 0, 0])
    expect([...movingAverage.growth]).toEqual([Math.log(5 / 11), Math.log(4), Math.log(2)])
  })
})

describe('baselines of pairs', () => {
  const random = createRandom(3)
  const concentration = 4
  const rows = 3_000
  const columns: Record<string, number[]> = {
    brandSpend: [],
    categorySpend: [],
    brandDays: [],
    categoryDays: [],
    marketShare: [],
    bought: [],
    share: [],
  }
  for (let i = 0; i < rows; i++) {
    const marketShare = 0.1 + 0.4 * random.uniform()
    const own = random.beta(concentration * marketShare, concentration * (1 - marketShare))
    const draw = (days: number) => Array.from({ length: days }, () => random.uniform() < own).filter(Boolean).length
    const categoryDays = 1 + random.poisson(4)
    const brandDays = draw(categoryDays)
    const ahead = random.poisson(3)
    const bought = draw(ahead)
    const row: Record<string, number> = {
      brandSpend: brandDays * 7,
      categorySpend: categoryDays * 7,
      brandDays,
      categoryDays,
      marketShare,
      bought: bought > 0 ? 1 : 0,
      share: ahead > 0 ? bought / ahead : NaN,
    }
    for (const name in row) columns[name].push(row[name])
  }
  const { bought, share, ...baseline } = columns
  const pairs = tableOf('pair', rows, baseline, { bought, share })
  const { pastShare, smoothedShare } = predictBaselines('loyalty', pairs, range(0, 2_000), range(2_000, rows), 90)

  it('take the observed share as it is', () => {
    expect(pastShare.share[5]).toBeCloseTo(baseline.brandDays[2_005] / baseline.categoryDays[2_005], 12)
  })
  it('find about the concentration that the shares were drawn with', () => {
    const row = baseline.categoryDays.findIndex(
      (days, i) => i >= 2_000 && baseline.brandDays[i] !== days * baseline.marketShare[i],
    )
    const [b, c, m] = [baseline.brandDays[row], baseline.categoryDays[row], baseline.marketShare[row]]
    const smoothed = smoothedShare.share[row - 2_000]
    const fitted = (b - smoothed * c) / (smoothed - m)
    expect(fitted).toBeGreaterThan(concentration / 1.6)
    expect(fitted).toBeLessThan(concentration * 1.6)
  })
  it('smooth to a smaller error than the raw share', () => {
    const error = (predicted: Float64Array) =>
      predicted.reduce(
        (total, value, i) => total + (Number.isNaN(share[2_000 + i]) ? 0 : (value - share[2_000 + i]) ** 2),
        0,
      )
    expect(error(smoothedShare.share)).toBeLessThan(error(pastShare.share))
  })
  it('give chances in the order of the shares and on the level of what follows', () => {
    for (const { p, share: predicted } of [pastShare, smoothedShare]) {
      const order = [...predicted.keys()].sort((i, j) => predicted[i] - predicted[j])
      for (let k = 1; k < order.length; k++) expect(p[order[k]]).toBeGreaterThanOrEqual(p[order[k - 1]])
      expect(Math.abs(sum(p) / bought.slice(2_000).reduce((a, b) => a + b) - 1)).toBeLessThan(0.1)
    }
  })
})

it('predicts every output of every task that has a table', () => {
  const names = (task: Task, table: ExampleTable) =>
    Object.values(predictBaselines(task, table, range(0, table.rows), range(0, 1), 30)).map((outputs) =>
      Object.keys(outputs).sort(),
    )
  for (const task of ['ltv', 'repurchase'] as const) {
    for (const outputs of names(task, users)) expect(outputs).toEqual([...outputsOf(task)].sort())
  }
})
