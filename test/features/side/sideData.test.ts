import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buffersOf } from '../../../main/base/handover.ts'
import { unattended } from '../../../main/base/job.ts'
import { resolveSetup } from '../../../main/features/setup.ts'
import { brandsPerCustomer } from '../../../main/features/side/conquestPairs.ts'
import { buildSideData } from '../../../main/features/side/sideData.ts'
import { partOf } from '../../../main/features/split.ts'
import {
  part,
  type ExampleTable,
  type SplitKind,
  type TrainingData,
  type TrainSetup,
} from '../../../main/features/types.ts'
import { between, categoriesOf, createReference, spendOf, unitsOf, type NetAct, type Reference } from '../reference.ts'
import type { Shop } from '../shop.ts'
import { openSideShop, sideShopRows } from './sideShop.ts'

const horizon = 60
const rows = sideShopRows(3)

describe.each(['time', 'users'] as SplitKind[])('the side tables of a %s split against a slow reading', (split) => {
  let shop: Shop
  let data: TrainingData
  let reference: Reference
  let setup: TrainSetup
  let dataEnd: number
  let testDay: number
  let names: { user: string[]; product: string[]; brand: string[] }

  beforeAll(() => {
    shop = openSideShop(rows)
    setup = resolveSetup(shop.project, { split, cutoff: '2024-02-01', horizonDays: horizon, seed: 2 })
    const side = buildSideData(shop.project, setup, unattended)
    expect(side.skipped).toEqual([])
    data = side.training!
    reference = createReference(rows.acts, 'UTC')
    dataEnd = Math.max(...rows.acts.map((act) => reference.day(act.time))) + 1
    testDay = Date.parse(setup.cutoff) / 86_400_000
    const list = (sql: string) => ['', ...shop.project.database.prepare<[], string>(sql).pluck().all()]
    names = {
      user: list('SELECT external FROM user ORDER BY id'),
      product: list('SELECT external FROM product ORDER BY id'),
      brand: list('SELECT name FROM brand ORDER BY id'),
    }
  })
  afterAll(() => shop.close())

  function* byCutoff(table: ExampleTable) {
    for (const day of new Set(Array.from(table.cutoffs, (cutoff) => reference.day(cutoff)))) {
      const observed = day === testDay ? dataEnd : testDay
      yield {
        day,
        past: reference.net(day).filter((act) => act.day < day),
        later: between(reference.net(observed), day, day + horizon),
        net: reference.net(observed),
        rows: [...table.ids.keys()].filter((row) => reference.day(table.cutoffs[row]) === day),
      }
    }
  }

  const saysNothing = (table: ExampleTable, row: number, group: 'behaviour' | 'product' | 'social', source: string) => {
    const { names: columns, values } = table.inputs[group]
    const sources = data.specs.filter((spec) => spec.group === group)
    return columns.every((_, i) => sources[i].source !== source || values[row * columns.length + i] === 0)
  }

  it('gives rows to learn from and rows to score that can be used up apart from one another', () => {
    const { training, scoring } = buildSideData(shop.project, { ...setup, sequenceLength: 5 }, unattended)
    const learned = new Set(buffersOf(training))
    expect(learned.size).toBeGreaterThan(10)
    expect(buffersOf(scoring).filter((buffer) => learned.has(buffer))).toEqual([])
  })

  it('has a cold row for everyone who registered and has not bought, told by attributes alone', () => {
    const table = data.users
    expect([...new Set(table.cutoffs)]).toHaveLength(split === 'time' ? 1 + setup.trainingCutoffs.length : 1)
    for (const { day, past, later, rows: own } of byCutoff(table)) {
      const bought = new Set(past.map((act) => act.user))
      const expected = rows.users.filter((u) => reference.day(u.registered!) < day && !bought.has(u.user))
      expect(own.map((row) => names.user[table.ids[row]]).sort()).toEqual(expected.map((u) => u.user).sort())
      for (const row of own) {
        const sales = later.filter((act) => act.user === names.user[table.ids[row]])
        expect(table.labels.ltv[row]).toBeCloseTo(spendOf(sales), 6)
        expect(table.labels.repurchase[row]).toBe(Number(sales.length > 0))
        expect(saysNothing(table, row, 'behaviour', 'behaviour')).toBe(true)
        expect(table.inputs.product.values.subarray(row * 1, row + 1)[0]).toBe(0)
      }
    }
  })

  it('has a row for every launch whose first days are not over, and counts from the launch', () => {
    const table = data.products!
    const firstAct = new Map<string, number>()
    for (const act of rows.acts) {
      if (act.product)
        firstAct.set(act.product, Math.min(reference.day(act.time), firstAct.get(act.product) ?? Infinity))
    }
    const dataStart = Math.min(...rows.acts.map((act) => reference.day(act.time)))
    const launchOf = (product: string): number => {
      const named = rows.products.find((p) => p.product === product)?.launched
      if (named !== undefined) return reference.day(named)
      const first = firstAct.get(product) ?? Infinity
      return first >= dataStart + 90 ? first : Infinity
    }
    for (const { day, net, rows: own } of byCutoff(table)) {
      const isOpen = (launch: number) => launch < day && launch > day - horizon
      const expected = rows.products.filter((p) => isOpen(launchOf(p.product))).map((p) => p.product)
      expect(own.map((row) => names.product[table.ids[row]]).sort()).toEqual(expected.sort())
      for (const row of own) {
        const product = names.product[table.ids[row]]
        const launch = launchOf(product)
        const sold = between(net, launch, launch + horizon).filter((act) => act.product === product)
        const counted = names.user.filter((name) => name && partOf('user', name, setup) <= table.parts[row])
        const divided = split === 'users' && table.parts[row] !== part.test
        const units = divided
          ? (unitsOf(sold.filter((act) => counted.includes(act.user))) * (names.user.length - 1)) / counted.length
          : unitsOf(sold)
        expect(table.labels.units[row]).toBeCloseTo(units, 6)
        expect(table.labels.growth[row]).toBeNaN()
        expect(saysNothing(table, row, 'product', 'behaviour')).toBe(true)
      }
    }
  })

  it('lets no launch be learned from and tested on', () => {
    const { parts, ids } = data.products!
    const of = (wanted: number) => [...ids].filter((_, row) => (parts[row] === part.test) === (wanted === part.test))
    expect(of(part.train).filter((id) => of(part.test).includes(id))).toEqual([])
  })

  it('lists the strongest brands not bought in categories that were, and whether they were won', () => {
    const table = data.pairs!
    const info = new Map(rows.products.map((product) => [product.product, product]))
    const infoOf = (act: NetAct) => info.get(act.product ?? '')
    const touched = (until: number) =>
      new Set(rows.acts.filter((act) => reference.day(act.time) < until).flatMap((act) => act.product ?? []))
    for (const { day, past, later, rows: own } of byCutoff(table)) {
      const year = between(past, day - 365, day).filter((act) => infoOf(act))
      const spent = new Map<string, number>()
      for (const act of year) {
        const { category, brand } = infoOf(act) ?? {}
        for (const key of [`${category}`, `${category}|${brand}`]) spent.set(key, (spent.get(key) ?? 0) + act.money)
      }
      const spend = (...of: string[]) => spent.get(of.join('|')) ?? 0
      const brands = names.brand.filter((name) => name)
      const expected = [...new Set(year.map((act) => act.user))].flatMap((user) => {
        const mine = year.filter((act) => act.user === user)
        const categories = [...new Set(mine.flatMap((act) => infoOf(act)?.category ?? []))]
        const shareOf = (brand: string) => Math.max(0, ...categories.map((c) => spend(c, brand) / spend(c) || 0))
        return brands
          .filter((brand) => !mine.some((act) => infoOf(act)?.brand === brand) && shareOf(brand) > 0)
          .sort((a, b) => shareOf(b) - shareOf(a))
          .slice(0, brandsPerCustomer)
          .map((brand) => `${user}|${brand}`)
      })
      const found = own.map((row) => `${names.user[table.ids[row]]}|${names.brand[table.brandIds[row]]}`)
      expect(found.sort()).toEqual(expected.sort())
      const known = touched(day === testDay ? dataEnd : testDay)
      for (const row of own) {
        const [user, brand] = [names.user[table.ids[row]], names.brand[table.brandIds[row]]]
        const mine = later.filter((act) => act.user === user && infoOf(act))
        const won = mine.filter((act) => infoOf(act)?.brand === brand)
        expect(table.labels.bought[row]).toBe(Number(won.length > 0))
        const categories = categoriesOf(brand, rows.products, known)
        const inCategories = spendOf(mine.filter((act) => categories.has(infoOf(act)?.category ?? '')))
        if (inCategories > 0) expect(table.labels.share[row]).toBeCloseTo(spendOf(won) / inCategories, 6)
        else expect(table.labels.share[row]).toBeNaN()
        expect(table.baseline.brandSpend[row]).toBe(0)
      }
    }
  })
})

describe('side tables that cannot be learned', () => {
  const build = (given: typeof rows) => {
    const shop = openSideShop(given)
    const setup = resolveSetup(shop.project, { split: 'time', horizonDays: horizon })
    const side = buildSideData(shop.project, setup, unattended)
    shop.close()
    return side
  }

  it('are left out with the reason', () => {
    const { training, scoring, skipped } = build({ ...rows, users: rows.users.slice(0, 9) })
    expect(skipped).toEqual([{ table: 'cold', reason: 'tooFewRows' }])
    expect(training?.tasks).toEqual(['potential', 'loyalty'])
    expect(scoring?.users.rows).toBe(0)
  })

  it('leave no training where none is left', () => {
    const acts = rows.acts.filter(({ product }) => product === undefined)
    const { training, scoring, skipped } = build({ acts, users: [], products: [] })
    expect(skipped).toEqual([{ table: 'cold', reason: 'noRows' }])
    expect([training, scoring]).toEqual([null, null])
  })

  it('are not built for tasks that nobody asked for', () => {
    const shop = openSideShop(rows)
    const setup = resolveSetup(shop.project, { split: 'time', horizonDays: horizon, tasks: ['potential'] })
    const { training } = buildSideData(shop.project, setup, unattended)
    shop.close()
    expect(training?.tasks).toEqual(['potential'])
    expect(training?.users.rows).toBe(0)
    expect(training?.pairs).toBeNull()
  })
})
