import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { shopFilter } from '../../main/insight/filter/input.ts'
import {
  brandOperation,
  categoriesOperation,
  loyaltyOperation,
  switchingOperation,
} from '../../main/insight/operations.ts'
import { applyRulesOperation } from '../../main/dataset/clean/rules.ts'
import { ruleInput } from '../../main/dataset/clean/ruleKinds.ts'
import { undoOperation } from '../../main/dataset/undo.ts'
import { insertRun } from '../../main/model/store.ts'
import { openForReading } from '../../main/storage/open.ts'
import { currentStateId } from '../../main/storage/state.ts'
import { createShop, type Shop } from '../features/shop.ts'
import { exampleRun } from '../report/exampleRun.ts'

const dayMs = 86_400_000
const scope = { categoryId: null, windowDays: 365 }

let shop: Shop
beforeEach(() => (shop = createShop()))
afterEach(() => shop.close())

const overview = () => loyaltyOperation.run(shop.project, { ...scope, runId: null }, unattended)
const buy = (user: string, dayNumber: number, product = 'tea', amount = 10) => ({ user, time: dayNumber * dayMs, product, quantity: 1, amount }) // prettier-ignore

describe('data that hold little', () => {
  it('are refused without any purchase', async () => {
    shop.acts([{ user: 'a', time: 0, type: 'view', product: 'tea' }])
    await expect(async () => overview()).rejects.toMatchObject({ code: 'features.noPurchases' })
  })

  it('have no standing, category or switch without brands', async () => {
    shop.acts([buy('a', 0), buy('a', 5)])
    expect(await overview()).toMatchObject({ buyers: 0, brands: [] })
    expect(await categoriesOperation.run(shop.project, {}, unattended)).toEqual([])
    const matrix = await switchingOperation.run(shop.project, { ...scope, brands: 8 }, unattended)
    expect(matrix).toEqual({ brands: [], counts: [], customers: 0, shares: [], expected: null })
  })

  it('of one customer give figures without intervals that need two', async () => {
    shop.products([{ product: 'tea', brand: 'Aster', category: 'drinks' }])
    shop.acts([buy('a', 0), buy('a', 5)])
    const { brands } = await overview()
    expect(brands).toMatchObject([
      {
        brand: 'Aster',
        buyers: 1,
        penetration: { value: 1 },
        frequency: { value: 2, low: null, high: null },
        shareOfRequirements: { value: 1, low: null, high: null },
        repeatRate: { value: 1 },
        onlyThis: { value: 1 },
        spend: 20,
        predictedAgain: null,
      },
    ])
  })

  it('name a category only where somebody bought in it', async () => {
    shop.products([
      { product: 'tea', brand: 'Aster', category: 'drinks' },
      { product: 'soap', brand: 'Birch', category: 'care' },
      { product: 'bag', brand: 'Cedar' },
    ])
    shop.acts([buy('a', 0), buy('a', 1, 'bag'), { user: 'a', time: 2 * dayMs, type: 'view', product: 'soap' }])
    const found = await categoriesOperation.run(shop.project, {}, unattended)
    expect(found.map(({ category }) => category).sort()).toEqual(['', 'drinks'])
  })

  it('count in each category who bought the filter’s brands, whatever else is filtered', async () => {
    shop.products([
      { product: 'tea', brand: 'Aster', category: 'drinks' },
      { product: 'cup', brand: 'Aster', category: 'care' },
      { product: 'soap', brand: 'Birch', category: 'care' },
    ])
    shop.acts([buy('a', 0), buy('b', 0, 'cup'), buy('c', 1, 'cup'), buy('c', 2, 'soap'), buy('d', 2, 'soap')])
    const aster = shop.project.database.prepare("SELECT id FROM brand WHERE name = 'Aster'").pluck().get() as number
    const filter = shopFilter.parse({ brands: [aster] })
    const found = await categoriesOperation.run(shop.project, { filter }, unattended)
    expect(found.map(({ category, buyers, namedBuyers }) => [category, buyers, namedBuyers])).toEqual([
      ['care', 3, 2],
      ['drinks', 1, 1],
    ])
  })

  it('refuse a brand that is not there', async () => {
    shop.acts([buy('a', 0)])
    const ask = async () => brandOperation.run(shop.project, { ...scope, brandId: 7, runId: null }, unattended)
    await expect(ask).rejects.toMatchObject({ code: 'input.invalid', params: { field: 'brandId' } })
  })
})

describe('returns', () => {
  beforeEach(() =>
    shop.products([
      { product: 'tea', brand: 'Aster', category: 'drinks' },
      { product: 'coffee', brand: 'Birch', category: 'drinks' },
    ]),
  )

  it('take their purchase away', async () => {
    shop.acts([
      buy('a', 0),
      buy('a', 10),
      buy('a', 20, 'coffee'),
      { user: 'a', time: 12 * dayMs, type: 'return', product: 'tea', quantity: 1, amount: 10 },
      { ...buy('b', 3), quantity: 2, amount: 20 },
      { user: 'b', time: 5 * dayMs, type: 'return', product: 'tea', quantity: 1, amount: 10 },
    ])
    const { brands } = await overview()
    // First in, first out: a keeps the later cup of tea; b keeps one of two.
    expect(brands.find(({ brand }) => brand === 'Aster')).toMatchObject({
      buyers: 2,
      frequency: { value: 1 },
      repeatRate: { value: 0 },
      spend: 20,
    })
  })

  it('of everything leave no buyer', async () => {
    shop.acts([
      buy('a', 0),
      buy('b', 1, 'coffee'),
      { user: 'a', time: 2 * dayMs, type: 'return', product: 'tea', quantity: 1 },
    ])
    expect(await overview()).toMatchObject({ buyers: 1, brands: [{ brand: 'Birch' }] })
  })
})

describe('what is kept between questions', () => {
  it('gives way to new data, and to old data again where they are taken back', async () => {
    shop.products([{ product: 'tea', brand: 'Aster' }])
    shop.acts([buy('a', 0)])
    expect((await overview()).buyers).toBe(1)
    shop.acts([buy('b', 1)])
    expect((await overview()).buyers).toBe(2)
    await undoOperation.run(shop.project, {}, unattended)
    expect((await overview()).buyers).toBe(1)
  })
})

describe('a past state of the data', () => {
  it('has the standing that was seen then, whatever came after it', async () => {
    shop.products([{ product: 'tea', brand: 'Aster', category: 'drinks' }])
    shop.acts([buy('a', 0), buy('a', 5), buy('a', 5)])
    const then = { asOf: currentStateId(shop.project.database), overview: await overview() }
    await applyRulesOperation.run(shop.project, [ruleInput.parse({ kind: 'exactDuplicates' })], unattended)
    const cleaned = await overview()
    expect(cleaned.brands[0].spend).toBe(20)
    shop.acts([buy('b', 7)])
    const past = await loyaltyOperation.run(shop.project, { ...scope, runId: null, asOf: then.asOf }, unattended)
    expect(past).toEqual(then.overview)
    expect((await overview()).buyers).toBe(2)
    const nowhere = async () => loyaltyOperation.run(shop.project, { ...scope, runId: null, asOf: 99 }, unattended)
    await expect(nowhere).rejects.toMatchObject({ code: 'history.unknown' })
  })

  it('can be looked at through a connection that reads only', async () => {
    shop.products([{ product: 'tea', brand: 'Aster' }])
    shop.acts([buy('a', 0)])
    const asOf = currentStateId(shop.project.database)
    shop.acts([buy('b', 1)])
    const reader = openForReading(shop.project.path)
    const past = await loyaltyOperation.run(reader, { ...scope, runId: null, asOf }, unattended)
    expect(past.buyers).toBe(1)
    expect((await loyaltyOperation.run(reader, { ...scope, runId: null }, unattended)).buyers).toBe(2)
    reader.database.close()
  })
})

describe('predictions of a run', () => {
  beforeEach(() => {
    shop.products([{ product: 'tea', brand: 'Aster', category: 'drinks' }])
    shop.acts(['a', 'b', 'c', 'd'].flatMap((user) => [buy(user, 0), buy(user, 5)]))
    const { database } = shop.project
    expect(insertRun(database, exampleRun())).toBe(1)
    const put = database.prepare('INSERT INTO score_pair VALUES (1, ?, 1, ?, ?, ?, ?)')
    put.run(1, 0.05, 0.2, 0.9, 100)
    put.run(2, 0.49, 0.4, 0.4, 50)
    put.run(3, 1, 0.9, 0.8, 80)
    put.run(4, null, null, 0.7, 10)
  })

  it('are averaged by brand, over those who have one', async () => {
    const { brands } = await loyaltyOperation.run(shop.project, { ...scope, runId: 1 }, unattended)
    expect(brands[0].predictedAgain).toBeCloseTo((0.05 + 0.49 + 1) / 3, 12)
    expect(brands[0].predictedShare).toBeCloseTo(0.5, 12)
  })

  it('are spread over ten steps, and show who is loyal but at risk', async () => {
    const { predicted } = await brandOperation.run(shop.project, { ...scope, brandId: 1, runId: 1 }, unattended)
    expect(predicted).toMatchObject({ customers: [1, 0, 0, 0, 1, 0, 0, 0, 0, 1], atRisk: 1, atRiskSpend: 100 })
    const other = await brandOperation.run(shop.project, { ...scope, brandId: 1, runId: 2 }, unattended)
    expect(other.predicted).toBeNull()
  })

  it('are those of the filter’s people alone, as SQL has them', async () => {
    shop.users(['a', 'b', 'c'].map((user, at) => ({ user, region: at < 2 ? 'North' : 'South' })))
    const filter = shopFilter.parse({ regions: ['North'] })
    const [again, share, atRisk, atStake] = shop.project.database
      .prepare(
        `SELECT AVG(p), AVG(share), SUM(past_share >= .5 AND p < .5), SUM(IIF(past_share >= .5 AND p < .5, brand_spend, 0))
         FROM score_pair WHERE user_id IN (SELECT user_id FROM user_fact WHERE region = 'North')`,
      )
      .raw()
      .get() as number[]
    const { brands } = await loyaltyOperation.run(shop.project, { ...scope, filter, runId: 1 }, unattended)
    expect([brands[0].predictedAgain, brands[0].predictedShare]).toEqual([again, share].map((mean) => expect.closeTo(mean, 12))) // prettier-ignore
    const { predicted } = await brandOperation.run(shop.project, { ...scope, filter, brandId: 1, runId: 1 }, unattended)
    expect(predicted).toMatchObject({ mean: again, atRisk, atRiskSpend: atStake })
  })
})
