import { afterAll, beforeAll, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { shopFilter } from '../../../main/insight/filter/input.ts'
import { ladderFlowOperation } from '../../../main/insight/loyalty/operations.ts'
import { brandOperation } from '../../../main/insight/operations.ts'
import { ladderSteps } from '../../../main/insight/types.ts'
import type { Shop } from '../../features/shop.ts'
import { createSampleProject } from '../sampleProject.ts'

let shop: Shop
let brandId: number
let endDay: number
beforeAll(async () => {
  shop = await createSampleProject({ customers: 300, products: 60, brands: 24, categories: 8, months: 12 }, false)
  const { database } = shop.project
  brandId = database
    .prepare(
      `SELECT f.brand_id FROM act a JOIN product_current f ON f.product_id = a.product_id
       WHERE a.type_id = 4 AND f.brand_id IS NOT NULL GROUP BY f.brand_id ORDER BY COUNT(*) DESC LIMIT 1`,
    )
    .pluck()
    .get() as number
  endDay = (database.prepare('SELECT MAX(time_ms) / 86400000 FROM act').pluck().get() as number) + 1
})
afterAll(() => shop.close())

const isoDay = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10)
const ladderAt = async (fromDay: number, toDay: number) => {
  const filter = shopFilter.parse({ period: { from: isoDay(fromDay), to: isoDay(toDay - 1) } })
  return (await brandOperation.run(shop.project, { categoryId: null, filter, brandId, runId: null }, unattended)).ladder
}
const flowOf = (filter: object) =>
  ladderFlowOperation.run(shop.project, { categoryId: null, filter: shopFilter.parse(filter), brandId }, unattended)

it('goes from the ladder that stood then to the one that stands now', async () => {
  const flow = await flowOf({ period: { days: 90 }, comparison: 'previous' })
  expect(flow).toMatchObject({ then: isoDay(endDay - 91), now: isoDay(endDay - 1) })
  const counts = flow?.counts ?? []
  const [then, now] = [await ladderAt(endDay - 180, endDay - 90), await ladderAt(endDay - 90, endDay)]
  expect(ladderSteps.map((_, to) => counts.reduce((sum, row) => sum + row[to], 0))).toEqual(
    now.map(({ customers }) => customers),
  )
  expect(counts.slice(1).map((row) => row.reduce((sum, count) => sum + count, 0))).toEqual(
    then.map(({ customers }) => customers),
  )
})

it('has first buyers of the period come from nowhere, and counts them as SQL does', async () => {
  const flow = await flowOf({ period: { days: 90 } })
  const first = shop.project.database
    .prepare(
      `SELECT COUNT(*) FROM (SELECT a.user_id FROM act a JOIN product_current f ON f.product_id = a.product_id
         WHERE a.type_id = 4 AND a.units > 0 AND f.brand_id = ? GROUP BY a.user_id HAVING MIN(a.time_ms / 86400000) >= ?)`,
    )
    .pluck()
    .get(brandId, endDay - 90)
  expect(flow?.counts[0].reduce((sum, count) => sum + count, 0)).toBe(first)
  // Whoever buys for the first time cannot be lost.
  expect(flow?.counts[0][ladderSteps.indexOf('lost')]).toBe(0)
})

it('is none where the data do not reach back', async () => {
  expect(await flowOf({})).toBeNull()
})
