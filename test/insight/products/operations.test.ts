import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCancelFlag, throwIfCancelled, unattended } from '../../../main/base/job.ts'
import { shopFilter } from '../../../main/insight/filter/input.ts'
import { loadLedger } from '../../../main/insight/ledger/ledger.ts'
import { productContract } from '../../../main/insight/products/contract.ts'
import {
  exportProductsOperation,
  potentialOperation,
  productOperation,
  productsOperation,
  productTiesOperation,
} from '../../../main/insight/products/operations.ts'
import { potentialOverview } from '../../../main/insight/products/overview.ts'
import { productScene } from '../../../main/insight/products/scene.ts'
import { insertRun } from '../../../main/model/store.ts'
import { createShop, type Shop } from '../../features/shop.ts'
import { exampleRun } from '../../report/exampleRun.ts'
import { createSampleProject } from '../sampleProject.ts'

const listSchema = productContract['insight.products'].input
const list = (shop: Shop, question: object) =>
  productsOperation.run(shop.project, listSchema.parse({ filter: {}, ...question }), unattended)

describe('products of a generated shop without returns', () => {
  let shop: Shop
  beforeAll(async () => {
    shop = await createSampleProject({ customers: 300, products: 80, brands: 24, categories: 8, months: 12 }, false)
    const { database } = shop.project
    database.exec(`
      CREATE TEMP VIEW sold AS
        SELECT a.user_id, a.product_id, a.units, a.money, a.time_ms / 86400000 AS day, f.category_id, f.brand_id
        FROM act a LEFT JOIN product_current f ON f.product_id = a.product_id
        WHERE a.type_id = 4 AND a.units > 0 AND a.product_id IS NOT NULL`)
    insertRun(database, exampleRun())
    const put = database.prepare(
      'INSERT INTO score_product (run_id, product_id, units, growth, last_period_units) VALUES (1, ?, ?, NULL, 0)',
    )
    for (let id = 1; id <= 60; id++) put.run(id, id % 7)
    const customers = database.prepare('SELECT id FROM user').pluck().all() as number[]
    const value = database.prepare('INSERT INTO score_user VALUES (1, ?, ?, NULL, NULL, NULL, 1, 0, 0)')
    for (const id of customers) if (id % 2 === 0) value.run(id, id)
  })
  afterAll(() => shop.close())

  const period = { filter: { period: { days: 90 }, comparison: 'previous' } }
  const endDay = () => loadLedger(shop.project, unattended).endDay

  it('sell what SQL sums up, in the period and before it', async () => {
    const { rows, total } = await list(shop, { ...period, limit: 1000 })
    const sums = shop.project.database.prepare(
      `SELECT SUM(units) AS units, SUM(money) AS spend, COUNT(DISTINCT user_id) AS buyers FROM sold
       WHERE product_id = ? AND day >= ? AND day < ?`,
    )
    expect(total).toBe(rows.length)
    expect(total).toBeGreaterThan(40)
    for (const row of rows) {
      const now = sums.get(row.productId, endDay() - 90, endDay()) as {
        units: number | null
        spend: number
        buyers: number
      }
      const before = sums.get(row.productId, endDay() - 180, endDay() - 90) as { units: number | null }
      expect([row.units, row.buyers, row.unitsBefore]).toEqual([now.units ?? 0, now.buyers, before.units ?? 0])
      expect(row.spend).toBeCloseTo(now.spend ?? 0, 6)
    }
  })

  it('have the share of their category, and the place of their price, that SQL finds', async () => {
    const { rows } = await list(shop, { ...period, limit: 1000 })
    const shares = shop.project.database
      .prepare(
        `SELECT product_id AS id, category_id AS category, SUM(money) / SUM(units) AS price,
           SUM(money) / SUM(SUM(money)) OVER (PARTITION BY category_id) AS share
         FROM sold WHERE day >= ? AND category_id IS NOT NULL GROUP BY product_id`,
      )
      .all(endDay() - 90) as { id: number; category: number; price: number; share: number }[]
    for (const { id, category, price, share } of shares) {
      const row = rows.find(({ productId }) => productId === id)
      expect(row?.share.value).toBeCloseTo(share, 9)
      const others = shares.filter((other) => other.category === category && other.id !== id)
      const cheaper = others.filter((other) => other.price < price - 1e-9).length
      const same = others.filter((other) => Math.abs(other.price - price) <= 1e-9).length
      if (others.length > 0) expect(row?.pricePosition).toBeCloseTo((cheaper + same / 2) / others.length, 9)
      else expect(row?.pricePosition).toBeNull()
    }
  })

  it('are those of the brands meant, in a market of all brands', async () => {
    const everything = await list(shop, { ...period, limit: 1000 })
    const brandId = shop.project.database
      .prepare('SELECT brand_id FROM sold WHERE brand_id IS NOT NULL LIMIT 1')
      .pluck()
      .get() as number
    const narrowed = await list(shop, { filter: { ...period.filter, brands: [brandId] }, limit: 1000 })
    expect(narrowed.total).toBeGreaterThan(0)
    expect(narrowed.total).toBeLessThan(everything.total)
    for (const row of narrowed.rows) {
      expect(row).toEqual({ ...everything.rows.find(({ productId }) => productId === row.productId) })
    }
  })

  it('are searched, sorted with the missing ones last, and paged', async () => {
    const byPrediction = await list(shop, { ...period, runId: 1, sort: 'predicted', descending: false, limit: 1000 })
    const keys = byPrediction.rows.map(({ predicted }) => predicted ?? Infinity)
    expect(keys).toEqual(keys.toSorted((a, b) => a - b))
    const page = await list(shop, { ...period, runId: 1, sort: 'predicted', descending: false, offset: 5, limit: 3 })
    expect(page.rows).toEqual(byPrediction.rows.slice(5, 8))
    const { id } = byPrediction.rows[0]
    const found = await list(shop, { ...period, search: id.toUpperCase() })
    expect(found.rows.every((row) => row.id.includes(id))).toBe(true)
    expect(found.total).toBeGreaterThan(0)
    expect((await list(shop, { ...period, search: 'nothing is called this' })).total).toBe(0)
  })

  it('are counted by word, and a word or a part of the picture finds just those', async () => {
    const question = { ...listSchema.parse({ filter: period.filter, runId: 1 }) }
    const picture = await potentialOperation.run(shop.project, question, unattended)
    expect(picture.basis).toBe('run')
    let counted = 0
    for (const [word, count] of Object.entries(picture.counts)) {
      expect((await list(shop, { ...period, runId: 1, word })).total).toBe(count)
      counted += count
    }
    expect(counted).toBe(picture.points.total)
    const part = { expected: [0, 5] as const, ahead: [2, 4] as const }
    const inPart = picture.points.expected.filter(
      (x, i) => x <= 5 && picture.points.ahead[i] >= 2 && picture.points.ahead[i] <= 4,
    ).length
    expect((await list(shop, { ...period, runId: 1, ...part })).total).toBe(inPart)
    const all = await list(shop, { ...period, runId: 1, limit: 1000 })
    expect(all.rows.filter(({ word }) => word === null)).toHaveLength(picture.unplaced)
  })

  it('are drawn as an even sample where they are more than can be drawn', () => {
    const scene = productScene(shop.project, { filter: shopFilter.parse({}), runId: 1 }, unattended)
    const all = potentialOverview(scene)
    const { points } = potentialOverview(scene, 7)
    expect(points.total).toBe(all.points.total)
    expect(points.productIds).toHaveLength(7)
    expect(new Set(points.productIds).size).toBe(7)
  })

  it('without a run are held against the span before, and without either against nothing', async () => {
    const ask = (filter: object) =>
      potentialOperation.run(shop.project, { filter: shopFilter.parse(filter), runId: null }, unattended)
    const compared = await ask(period.filter)
    expect(compared).toMatchObject({ basis: 'compared', aheadDays: 90 })
    expect(compared.counts.hidden).toBe(0)
    expect(await ask({ period: { days: 90 } })).toMatchObject({ basis: null, points: { total: 0 } })
  })

  it('have the buyers, months and mean predicted value that SQL finds', async () => {
    const { rows } = await list(shop, period)
    const { productId } = rows[0]
    const filter = shopFilter.parse(period.filter)
    const found = await productOperation.run(shop.project, { filter, runId: 1, productId }, unattended)
    const { database } = shop.project
    const from = endDay() - 90
    const sql = <Value>(text: string, ...values: unknown[]) =>
      database
        .prepare(text)
        .pluck()
        .get(...values) as Value
    const buyers = 'SELECT DISTINCT user_id FROM sold WHERE product_id = ? AND day >= ?'
    expect(found.audience.buyers).toBe(sql(`SELECT COUNT(*) FROM (${buyers})`, productId, from))
    const newcomers = sql<number>(
      `SELECT COUNT(*) FROM (${buyers}) b WHERE (SELECT MIN(day) FROM sold s WHERE s.user_id = b.user_id) >= ?`,
      productId,
      from,
      from,
    )
    expect(found.audience.newcomers.value).toBeCloseTo(newcomers / found.audience.buyers, 12)
    const again = sql<number>(
      `SELECT COUNT(*) FROM (SELECT user_id FROM sold WHERE product_id = ? AND day >= ? GROUP BY user_id HAVING COUNT(DISTINCT day) > 1)`,
      productId,
      from,
    )
    expect(found.audience.again.value).toBeCloseTo(again / found.audience.buyers, 12)
    const value = `FROM score_user WHERE run_id = 1 AND user_id IN (${buyers})`
    expect(found.audience.value?.n).toBe(sql(`SELECT COUNT(*) ${value}`, productId, from))
    expect(found.audience.value?.mean.value).toBeCloseTo(sql<number>(`SELECT AVG(ltv) ${value}`, productId, from), 9)
    const months = database
      .prepare(
        `SELECT strftime('%Y-%m', day * 86400, 'unixepoch') AS month, SUM(units) AS units FROM sold
         WHERE product_id = ? GROUP BY month ORDER BY month`,
      )
      .all(productId) as { month: string; units: number }[]
    expect(found.months.filter(({ units }) => units > 0).map(({ month, units }) => ({ month, units }))).toEqual(months)
  })

  it('have ties that are named', async () => {
    const { rows } = await list(shop, {})
    const ties = await productTiesOperation.run(
      shop.project,
      { filter: shopFilter.parse({}), productId: rows[0].productId },
      unattended,
    )
    expect(ties.baskets).toBe(
      shop.project.database.prepare('SELECT COUNT(*) FROM (SELECT DISTINCT user_id, day FROM sold)').pluck().get(),
    )
    for (const tie of [...ties.complements, ...ties.substitutes]) expect(tie.id).not.toBe('')
  })

  it('refuse a product that is not there', async () => {
    const ask = async () =>
      productOperation.run(shop.project, { filter: shopFilter.parse({}), runId: null, productId: 9999 }, unattended)
    await expect(ask).rejects.toMatchObject({ code: 'input.invalid', params: { field: 'productId' } })
  })

  it('that nothing matches are none', async () => {
    const filter = { regions: ['nowhere'] }
    expect((await list(shop, { filter })).total).toBe(0)
    expect(await potentialOperation.run(shop.project, { filter: shopFilter.parse(filter), runId: null }, unattended)).toMatchObject({ points: { total: 0 } }) // prettier-ignore
  })
})

describe('the list as a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-list-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'products.csv')
  const shopOfOne = () => {
    const shop = createShop()
    shop.products([{ product: 'p1', title: '=1+1', brand: '@home', category: 'tea, loose' }])
    shop.acts([{ user: 'a', time: 0, product: 'p1', quantity: 2, amount: 9 }])
    return shop
  }

  it('holds every row, harmless to spreadsheets', async () => {
    const shop = shopOfOne()
    const result = await exportProductsOperation.run(
      shop.project,
      { ...listSchema.parse({ filter: {} }), path },
      unattended,
    )
    expect(result).toEqual({ path, rows: 1 })
    const [header, row] = readFileSync(path, 'utf8').split('\n')
    expect(header.split(',')).toHaveLength(20)
    expect(row).toBe('p1,\'=1+1,\'@home,"tea, loose",2,9,1,,,,4.5,,1,,,,,,introduction,1')
    shop.close()
    rmSync(path)
  })

  it('leaves nothing behind when cancelled', async () => {
    const shop = createShop()
    shop.acts(
      Array.from({ length: 2500 }, (_, i) => ({ user: 'a', time: 0, product: `p${i}`, quantity: 1, amount: 9 })),
    )
    const flag = createCancelFlag()
    Atomics.store(flag, 0, 1)
    const cancelled = { ...unattended, checkpoint: () => throwIfCancelled(flag) }
    loadLedger(shop.project, unattended)
    const ask = async () =>
      exportProductsOperation.run(shop.project, { ...listSchema.parse({ filter: {} }), path }, cancelled)
    await expect(ask).rejects.toMatchObject({ code: 'job.cancelled' })
    expect(readdirSync(folder)).toEqual([])
    shop.close()
  })
})
