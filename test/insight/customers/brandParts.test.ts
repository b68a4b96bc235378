import { afterAll, beforeAll, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { createRandom } from '../../../main/base/random.ts'
import { listOperation, type AskedList } from '../../../main/insight/customers/listOperations.ts'
import type { CustomerPart } from '../../../main/insight/customers/types.ts'
import { shopFilter } from '../../../main/insight/filter/input.ts'
import { budgetOperation } from '../../../main/insight/loyalty/budgetOperation.ts'
import { ladderFlowOperation } from '../../../main/insight/loyalty/operations.ts'
import { brandOperation, loyaltyOperation } from '../../../main/insight/operations.ts'
import { ladderSteps } from '../../../main/insight/types.ts'
import { insertRun } from '../../../main/model/store.ts'
import type { Shop } from '../../features/shop.ts'
import { exampleRun } from '../../report/exampleRun.ts'
import { createSampleProject } from '../sampleProject.ts'

let shop: Shop
let brandId: number
const filter = shopFilter.parse({ period: { days: 120 }, comparison: 'previous' })
const runId = 1

beforeAll(async () => {
  shop = await createSampleProject({ customers: 200, products: 100, brands: 24, categories: 8, months: 12 }, false)
  const { brands } = await loyaltyOperation.run(shop.project, { categoryId: null, filter, runId: null }, unattended)
  brandId = brands[0].brandId
  insertRun(shop.project.database, exampleRun())
  const random = createRandom(4)
  const insert = shop.project.database.prepare(
    'INSERT INTO score_pair (run_id, user_id, brand_id, p, share, past_share, brand_spend) VALUES (?, ?, ?, ?, 0.5, 0.5, ?)',
  )
  const buyers = shop.project.database
    .prepare(
      `SELECT DISTINCT a.user_id FROM act a JOIN product_current p ON p.product_id = a.product_id
       WHERE a.type_id = 4 AND p.brand_id = ? ORDER BY a.user_id`,
    )
    .pluck()
    .all(brandId)
  for (const user of buyers) insert.run(runId, user, brandId, random.uniform(), 1 + random.integer(1000))
})
afterAll(() => shop.close())

const members = async (part: CustomerPart) => {
  const asked: AskedList = {
    ...{ filter, runId, thresholds: {}, search: '', segment: null, quadrant: null, overdue: false, listId: null },
    ...{ part, like: null, sort: 'spend', descending: true },
  }
  return listOperation.run(shop.project, { ...asked, offset: 0, limit: 1000 }, unattended)
}

it('lists the customers on each step of the ladder, and of each of its flows', async () => {
  const question = { categoryId: null, filter, brandId }
  const { ladder } = await brandOperation.run(shop.project, { ...question, runId: null }, unattended)
  expect(ladder.filter(({ customers }) => customers > 0).length).toBeGreaterThan(3)
  for (const { step, customers } of ladder) {
    const part: CustomerPart = { kind: 'ladder', brandId, categoryId: null, step, then: null }
    expect((await members(part)).total, step).toBe(customers)
  }
  const flow = await ladderFlowOperation.run(shop.project, question, unattended)
  if (!flow) throw new Error('no flow')
  for (const [from, row] of flow.counts.entries()) {
    for (const [to, count] of row.entries()) {
      const then = from === 0 ? 'none' : ladderSteps[from - 1]
      const part: CustomerPart = { kind: 'ladder', brandId, categoryId: null, step: ladderSteps[to], then }
      expect((await members(part)).total, `${then} → ${ladderSteps[to]}`).toBe(count)
    }
  }
})

it('lists the customers of each tenth of predicted loyalty', async () => {
  const { predicted } = await brandOperation.run(shop.project, { categoryId: null, filter, brandId, runId }, unattended)
  for (const [tenth, customers] of (predicted?.customers ?? []).entries()) {
    expect((await members({ kind: 'loyalty', brandId, tenth })).total, String(tenth)).toBe(customers)
  }
  expect(predicted?.customers.filter((customers) => customers > 0).length).toBeGreaterThan(5)
})

it('lists those whom a budget contacts: as many, with most to lose', async () => {
  const question = { categoryId: null, filter, brandId, runId, by: 'groups' as const }
  const picture = await budgetOperation.run(shop.project, question, unattended)
  const pot = picture?.pots.find(({ key }) => key === 'atRisk')
  if (!pot) throw new Error('no pot')
  const all = shop.project.database
    .prepare('SELECT u.external AS id, p, brand_spend AS spend FROM score_pair JOIN user u ON u.id = user_id WHERE p >= 0.1 AND p < 0.5')
    .all() as { id: string; p: number; spend: number }[] // prettier-ignore
  expect(pot.sums.at(-1)?.contacts).toBe(all.length)
  const wanted = Math.floor(all.length / 2)
  const { rows } = await members({ kind: 'contacted', brandId, group: 'atRisk', customers: wanted })
  const expected = all.toSorted((a, b) => b.spend * (1 - b.p) - a.spend * (1 - a.p)).slice(0, wanted)
  expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(expected.map(({ id }) => id)))
  const everybody = await members({ kind: 'contacted', brandId, group: null, customers: 1_000_000 })
  expect(everybody.total).toBe(picture?.all.sums.at(-1)?.contacts)
})

it('lists nobody where a part needs a run and there is none, and refuses a brand that is not there', async () => {
  const asked = { filter, thresholds: {}, search: '', segment: null, quadrant: null, overdue: false, listId: null }
  const without = { ...asked, runId: null, like: null, sort: 'spend', descending: true, offset: 0, limit: 10 }
  const part: CustomerPart = { kind: 'loyalty', brandId, tenth: 9 }
  expect(await listOperation.run(shop.project, { ...without, part }, unattended)).toMatchObject({ total: 0 })
  const unknown: CustomerPart = { kind: 'ladder', brandId: 999, categoryId: null, step: 'loyal', then: null }
  await expect(members(unknown)).rejects.toMatchObject({ code: 'input.invalid' })
})
