import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { createRandom } from '../../../main/base/random.ts'
import { shopFilter } from '../../../main/insight/filter/input.ts'
import { lookalikesOperation } from '../../../main/insight/customers/likeOperations.ts'
import {
  exportListOperation,
  listOperation,
  saveIdsOperation,
  saveListOperation,
  type AskedList,
} from '../../../main/insight/customers/listOperations.ts'
import { createShop, type Shop } from '../../features/shop.ts'

const dayMs = 86_400_000
let shop: Shop
let listId: number
let folder: string
/** 60 gardeners, of whom every other one is on the list; 140 who buy books. One reader who never bought is on it, too. */
beforeAll(async () => {
  shop = createShop()
  folder = mkdtempSync(join(tmpdir(), 'assay-like-'))
  shop.products([
    { product: 'rake', category: 'garden' },
    { product: 'novel', category: 'books' },
  ])
  const random = createRandom(3)
  const people = Array.from({ length: 200 }, (_, at) => ({ id: at < 60 ? `gardener ${at}` : `reader ${at}`, at }))
  shop.acts([
    ...people.flatMap(({ id, at }) =>
      Array.from({ length: 5 + random.integer(4) }, () => ({
        ...{ user: id, time: random.integer(300) * dayMs, quantity: 1, amount: 5 + random.integer(20) },
        product: at < 60 === random.uniform() < 0.85 ? 'rake' : 'novel',
      })),
    ),
    { user: 'looks on', time: 0, type: 'view', product: 'rake' },
  ])
  shop.links([{ user: 'gardener 1', peer: 'reader 99' }])
  const ids = [...people.filter(({ at }) => at < 60 && at % 2 === 0).map(({ id }) => id), 'looks on']
  ;({ listId } = await saveIdsOperation.run(shop.project, { name: 'garden', how: 'replace', ids, path: null }, unattended)) // prettier-ignore
})
afterAll(() => {
  shop.close()
  rmSync(folder, { recursive: true })
})

const asked: AskedList = {
  ...{ filter: shopFilter.parse({}), runId: null, thresholds: {}, search: '', segment: null, quadrant: null },
  ...{ overdue: false, listId: null, part: null, like: null, sort: 'spend', descending: true },
}
const report = async (further: Partial<AskedList>) =>
  lookalikesOperation.run(shop.project, { ...asked, ...further }, unattended)
const list = async (further: Partial<AskedList>) =>
  listOperation.run(shop.project, { ...asked, offset: 0, limit: 200, ...further }, unattended)

describe('lookalikes of a saved list', () => {
  it('are told with how well the list can be told', async () => {
    const found = await report({ listId })
    expect(found).toMatchObject({ members: 30, others: 170, withoutPurchases: 1, problem: null, isTold: true })
    expect(found.auc?.value).toBeGreaterThan(0.85)
    expect(found.traits.slice(0, 2).map(({ of }) => of).sort()).toEqual(['books', 'garden']) // prettier-ignore
    const garden = found.traits.find(({ of }) => of === 'garden')
    expect(garden?.members).toBeGreaterThan(0.75)
    expect(garden?.others).toBeLessThan(0.4)
  })

  it('are the others of their kind, best first, searched among and never the members', async () => {
    const like = { listId, like: { top: 30 }, sort: 'likeness' }
    const { rows, total } = await list(like)
    expect(total).toBe(30)
    const twins = rows.filter(({ id }) => id.startsWith('gardener'))
    expect(twins.length).toBeGreaterThanOrEqual(27)
    expect(twins.every(({ id }) => Number(id.split(' ')[1]) % 2 === 1)).toBe(true)
    const likeness = rows.map((row) => row.likeness ?? NaN)
    expect(likeness).toEqual(likeness.toSorted((a, b) => b - a))
    expect(likeness[0]).toBeLessThanOrEqual(1)
    const searched = await list({ ...like, search: 'reader' })
    expect(searched.rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).filter((id) => id.startsWith('reader')))
    expect((await list({ ...like, like: { top: 1_000_000 } })).total).toBe(170)
  })

  it('can be kept as a list and written out', async () => {
    const like = { ...asked, listId, like: { top: 30 }, sort: 'likeness' }
    const saved = await saveListOperation.run(shop.project, { ...like, name: 'like them', how: 'replace' }, unattended)
    expect(saved.customers).toBe(30)
    const kept = await list({ listId: saved.listId })
    expect(kept.rows.map(({ id }) => id).sort()).toEqual((await list(like)).rows.map(({ id }) => id).sort())
    const path = join(folder, 'like.csv')
    expect(await exportListOperation.run(shop.project, { ...like, path }, unattended)).toMatchObject({ rows: 30 })
    const [header, first] = readFileSync(path, 'utf8').split('\n')
    const cell = first.split(',')[header.split(',').indexOf('likeness')]
    expect(Number(cell)).toBe((await list(like)).rows[0].likeness)
  })

  it('are none of too short a list, and none where nobody else is left', async () => {
    const few = await saveIdsOperation.run(
      shop.project,
      { name: 'few', how: 'replace', ids: ['gardener 1', 'gardener 2'], path: null },
      unattended,
    )
    expect(await report({ listId: few.listId })).toMatchObject({ problem: 'fewMembers', auc: null, least: 20 })
    expect((await list({ listId: few.listId, like: { top: 10 } })).total).toBe(0)
    expect(await report({})).toMatchObject({ problem: 'fewOthers', members: 200, others: 0, traits: [] })
  })
})
