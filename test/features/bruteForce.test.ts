import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { columnOf } from '../../main/base/table.ts'
import { unattended } from '../../main/base/job.ts'
import { resolveSetup } from '../../main/features/setup.ts'
import { partOf } from '../../main/features/split.ts'
import { buildTrainingData } from '../../main/features/trainingData.ts'
import {
  part,
  type ExampleTable,
  type SplitKind,
  type TrainingData,
  type TrainSetup,
} from '../../main/features/types.ts'
import { createRandomShop, type RandomShop } from './randomShop.ts'
import {
  between,
  categoriesOf,
  createReference,
  daySpends,
  spendOf,
  unitsOf,
  userBaseline,
  type NetAct,
  type Reference,
} from './reference.ts'

const cases: { timezone: string; split: SplitKind; seed: number; horizonDays: number }[] = [
  { timezone: 'UTC', split: 'time', seed: 1, horizonDays: 60 },
  { timezone: 'Asia/Shanghai', split: 'users', seed: 2, horizonDays: 90 },
  { timezone: 'America/New_York', split: 'time', seed: 3, horizonDays: 45 },
]

/** 618, 双11, 双12, Black Friday's four days, Christmas and the weeks before Chinese New Year, of 2023 and early 2024. */
const saleWindows = [
  ['2023-01-01', '2023-01-21'],
  ['2023-06-01', '2023-06-20'],
  ['2023-11-01', '2023-11-11'],
  ['2023-11-24', '2023-11-27'],
  ['2023-12-10', '2023-12-12'],
  ['2023-12-15', '2023-12-25'],
  ['2024-01-20', '2024-02-09'],
].map((window) => window.map((date) => Date.parse(date) / 86_400_000))
const inSale = (day: number) => saleWindows.some(([from, to]) => day >= from && day <= to)

describe.each(cases)('$split split in $timezone against a slow reading of the definitions', (chosen) => {
  let random: RandomShop
  let data: TrainingData
  let reference: Reference
  let dataEnd: number
  let testDay: number
  let setup: TrainSetup
  let names: { user: string[]; product: string[]; brand: string[] }
  const { horizonDays: horizon } = chosen

  beforeAll(() => {
    random = createRandomShop(chosen.seed, chosen.timezone)
    const { project } = random.shop
    setup = resolveSetup(project, { split: chosen.split, horizonDays: horizon, seed: chosen.seed })
    data = buildTrainingData(project, setup, unattended)
    reference = createReference(random.acts, chosen.timezone)
    dataEnd = Math.max(...random.acts.map((act) => reference.day(act.time))) + 1
    testDay = Date.parse(setup.cutoff) / 86_400_000
    const list = (sql: string) => ['', ...project.database.prepare<[], string>(sql).pluck().all()]
    names = {
      user: list('SELECT external FROM user ORDER BY id'),
      product: list('SELECT external FROM product ORDER BY id'),
      brand: list('SELECT name FROM brand ORDER BY id'),
    }
  })
  afterAll(() => random.shop.close())

  it('says which tasks were asked for, and builds no table that none of them needs', () => {
    expect(data.tasks).toEqual(['ltv', 'repurchase', 'potential', 'loyalty'])
    const some = buildTrainingData(random.shop.project, { ...setup, tasks: ['repurchase', 'loyalty'] }, unattended)
    expect(some.tasks).toEqual(['repurchase', 'loyalty'])
    expect(some.products).toBeNull()
    expect(some.users).toEqual(data.users)
    expect(some.pairs).toEqual(data.pairs)
  })

  /** Rows by cutoff day, with the acts as features and as labels of that cutoff may know them. */
  function* byCutoff(table: ExampleTable) {
    const days = new Set(Array.from(table.cutoffs, (cutoff) => reference.day(cutoff)))
    for (const day of days) {
      const observed = day === testDay ? dataEnd : testDay
      const rows = [...table.ids.keys()].filter((row) => reference.day(table.cutoffs[row]) === day)
      yield {
        day,
        observed,
        rows,
        past: reference.net(day),
        later: between(reference.net(observed), day, day + horizon),
      }
    }
  }
  const of = (acts: NetAct[], user: string) => acts.filter((act) => act.user === user)

  it('has a row for every user with a net purchase before the cutoff, and no other', () => {
    for (const { day, rows, past } of byCutoff(data.users)) {
      const expected = new Set(past.filter((act) => act.day < day).map((act) => act.user))
      expect(new Set(rows.map((row) => names.user[data.users.ids[row]]))).toEqual(expected)
      expect(rows.length).toBe(expected.size)
    }
  })

  it('labels users and gives the baselines what they need', () => {
    for (const { day, rows, past, later } of byCutoff(data.users)) {
      for (const row of rows) {
        const user = names.user[data.users.ids[row]]
        expect(data.users.labels.ltv[row]).toBeCloseTo(spendOf(of(later, user)), 6)
        expect(data.users.labels.repurchase[row]).toBe(Number(of(later, user).length > 0))
        for (const [name, value] of Object.entries(userBaseline(of(past, user), day))) {
          expect(data.users.baseline[name][row], name).toBeCloseTo(value, 6)
        }
      }
    }
  })

  it('computes the users’ features', () => {
    const { behaviour } = data.users.inputs
    const column = (name: string) => columnOf(behaviour, name)
    for (const { day, rows, past } of byCutoff(data.users)) {
      for (const row of rows) {
        const user = names.user[data.users.ids[row]]
        const acts = of(past, user).filter((act) => act.day < day)
        const days = daySpends(acts)
        const gaps = days.slice(1).map(([at], i) => at - days[i][0])
        const all = random.acts.filter((act) => act.user === user && reference.day(act.time) < day)
        const views = all.filter((act) => act.type === 'view' && reference.day(act.time) >= day - 30)
        const gapMean = gaps.length > 0 ? gaps.reduce((a, b) => a + b) / gaps.length : 0
        const expected: Record<string, number> = {
          recencyDays: day - days[days.length - 1][0],
          spend90: spendOf(between(acts, day - 90, day)),
          purchaseDays365: daySpends(between(acts, day - 365, day)).length,
          views30: views.length,
          meanGapDays: gapMean,
          overdueRatio: gapMean > 0 ? (day - days[days.length - 1][0]) / gapMean : 0,
          maxDaySpend: Math.max(...days.map(([, spend]) => spend)),
          products: new Set(acts.flatMap((act) => act.product ?? [])).size,
          activeDays7: new Set(all.map((act) => reference.day(act.time)).filter((at) => at >= day - 7)).size,
          shareMonday: acts.filter((act) => (act.day + 3) % 7 === 0).length / acts.length,
          freeShare: acts.filter((act) => act.money === 0).length / acts.length,
          saleSpendShare: spendOf(acts) > 0 ? spendOf(acts.filter((act) => inSale(act.day))) / spendOf(acts) : 0,
          salePurchaseShare: acts.filter((act) => inSale(act.day)).length / acts.length,
          saleHorizonShare: Array.from({ length: horizon }, (_, i) => day + i).filter(inSale).length / horizon,
          decayedDays: days.reduce((sum, [at]) => sum + 2 ** ((at - day) / 60), 0),
        }
        for (const [name, value] of Object.entries(expected)) {
          expect(Math.abs(column(name)[row] - value), name).toBeLessThan(1e-4 * (1 + Math.abs(value)))
        }
      }
    }
  })

  it('counts a product’s units over the users of its part', () => {
    const products = data.products!
    for (const { day, rows, past, later } of byCutoff(products)) {
      for (const row of rows) {
        const product = names.product[products.ids[row]]
        const before = past.filter((act) => act.product === product && act.day < day)
        const lastPeriod = unitsOf(between(before, day - horizon, day))
        expect(products.baseline.lastPeriodUnits[row]).toBeCloseTo(lastPeriod, 6)
        expect(columnOf(products.inputs.product, 'product units30')[row]).toBeCloseTo(
          unitsOf(between(before, day - 30, day)),
          4,
        )
        for (const week of [1, 2, 7, 12]) {
          const [from, to] = [day - 7 * week, day - 7 * (week - 1)]
          const found = columnOf(products.inputs.product, `product weekUnits = ${week}`)[row]
          expect(found, `week ${week}`).toBeCloseTo(unitsOf(between(before, from, to)), 4)
        }
        const [month, year] = [between(before, day - 30, day), between(before, day - 365, day)]
        const paid = (acts: NetAct[]) => spendOf(acts) / unitsOf(acts)
        expect(columnOf(products.inputs.product, 'product paidPriceTrend')[row]).toBeCloseTo(
          spendOf(month) > 0 ? Math.log(paid(month) / paid(year)) : 0,
          4,
        )
        const y = products.labels.units[row]
        expect(products.labels.growth[row]).toBeCloseTo(Math.log((y + 1) / (lastPeriod + 1)), 6)
        const sold = later.filter((act) => act.product === product)
        if (chosen.split === 'time' || products.parts[row] === part.test) expect(y).toBeCloseTo(unitsOf(sold), 6)
        else {
          // A test user's purchase must not show in what is learned from.
          const counted = names.user.filter((name) => name && partOf('user', name, setup) <= products.parts[row])
          const units = unitsOf(sold.filter((act) => counted.includes(act.user)))
          expect(y).toBeCloseTo((units * (names.user.length - 1)) / counted.length, 6)
        }
      }
    }
  })

  it('labels pairs, masks empty categories, and gives the baselines what they need', () => {
    const pairs = data.pairs!
    let masked = 0
    const touchedBefore = (day: number) =>
      new Set(random.acts.filter((act) => reference.day(act.time) < day).flatMap((act) => act.product ?? []))
    for (const { day, observed, rows, past, later } of byCutoff(pairs)) {
      const [now, then] = [touchedBefore(day), touchedBefore(observed)]
      const year = between(past, day - 365, day)
      const infoOf = (act: NetAct) => random.products.find((p) => p.product === act.product)
      const owned = new Set(year.flatMap((act) => (infoOf(act)?.brand ? `${act.user}|${infoOf(act)?.brand}` : [])))
      expect(new Set(rows.map((row) => `${names.user[pairs.ids[row]]}|${names.brand[pairs.brandIds[row]]}`))).toEqual(
        owned,
      )
      for (const row of rows) {
        const [user, brand] = [names.user[pairs.ids[row]], names.brand[pairs.brandIds[row]]]
        const ofBrand = (acts: NetAct[]) => acts.filter((act) => infoOf(act)?.brand === brand)
        const inCategories = (acts: NetAct[], touched: Set<string>) => {
          const categories = categoriesOf(brand, random.products, touched)
          return acts.filter((act) => act.product !== undefined && categories.has(infoOf(act)?.category ?? ''))
        }
        const spend = spendOf(inCategories(of(later, user), then))
        expect(pairs.labels.bought[row]).toBe(Number(ofBrand(of(later, user)).length > 0))
        if (spend === 0) masked++
        if (spend === 0) expect(pairs.labels.share[row]).toBeNaN()
        else expect(pairs.labels.share[row]).toBeCloseTo(spendOf(ofBrand(of(later, user))) / spend, 6)
        const [bought, rivals] = [ofBrand(of(year, user)), inCategories(of(year, user), now)]
        const expected = {
          brandSpend: spendOf(bought),
          categorySpend: spendOf(rivals),
          brandDays: daySpends(bought).length,
          categoryDays: daySpends(rivals).length,
          marketShare: spendOf(ofBrand(year)) / (spendOf(inCategories(year, now)) || 1),
        }
        for (const [name, value] of Object.entries(expected)) {
          expect(pairs.baseline[name][row], name).toBeCloseTo(value, 6)
        }
        const days = daySpends(rivals).map(([at]) => bought.some((act) => act.day === at))
        const run = days.length - 1 - days.lastIndexOf(false)
        expect(columnOf(pairs.inputs.product, 'pair run')[row]).toBe(run)
      }
    }
    expect(masked).toBeGreaterThan(0)
  })
})
