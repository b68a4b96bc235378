import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AssayError } from '../../../main/base/errors.ts'
import { unattended } from '../../../main/base/job.ts'
import {
  combineListsOperation,
  deleteListOperation,
  exportListOperation,
  listOperation,
  listsOperation,
  saveIdsOperation,
  saveListOperation,
  type AskedList,
} from '../../../main/insight/customers/listOperations.ts'
import { shopFilter } from '../../../main/insight/filter/input.ts'
import { createShop, type Shop } from '../../features/shop.ts'

const dayMs = 86_400_000
let shop: Shop
let folder: string
beforeEach(() => {
  shop = createShop()
  folder = mkdtempSync(join(tmpdir(), 'assay-lists-'))
  const buy = (user: string, day: number, amount: number) => ({ user, time: day * dayMs, product: 'tea', quantity: 1, amount }) // prettier-ignore
  shop.acts([
    ...[0, 10, 21, 30].map((day) => buy('=SUM(1)', day, 5)),
    ...[0, 12, 20, 31, 400].map((day) => buy('bo', day, 10)),
    buy('cy', 395, 7.5),
  ])
})
afterEach(() => {
  shop.close()
  rmSync(folder, { recursive: true })
})

const asked: AskedList = {
  ...{ filter: shopFilter.parse({}), runId: null, thresholds: {}, search: '', segment: null, quadrant: null },
  ...{ overdue: false, listId: null, part: null, like: null, sort: 'spend', descending: true },
}
const list = async (further: Partial<AskedList> & { offset?: number; limit?: number } = {}) =>
  listOperation.run(shop.project, { ...asked, offset: 0, limit: 10, ...further }, unattended)
const ids = async (further: Parameters<typeof list>[0]) => (await list(further)).rows.map(({ id }) => id)

describe('the list', () => {
  it('is sorted, searched and paged', async () => {
    expect(await ids({})).toEqual(['bo', '=SUM(1)', 'cy'])
    expect(await ids({ descending: false })).toEqual(['cy', '=SUM(1)', 'bo'])
    expect(await ids({ sort: 'id', descending: false })).toEqual(['=SUM(1)', 'bo', 'cy'])
    // Without a figure comes last, whichever way.
    expect((await ids({ sort: 'due' })).at(-1)).toBe('cy')
    expect((await ids({ sort: 'due', descending: false })).at(-1)).toBe('cy')
    expect(await ids({ search: 'B' })).toEqual(['bo'])
    expect(await list({ offset: 1, limit: 1 })).toMatchObject({
      total: 3,
      rows: [{ id: '=SUM(1)', spend: 20, days: 4 }],
    })
  })

  it('tells who is overdue, and what they spent in the year before', async () => {
    const { rows } = await list({ overdue: true })
    expect(rows).toMatchObject([{ id: '=SUM(1)', overdue: true, recencyDays: 371, yearSpend: 0 }])
    expect((await list()).rows.find(({ id }) => id === 'cy')).toMatchObject({ due: null, overdue: false })
  })
})

describe('saved lists', () => {
  it('are made of a selection and of ids, put together, and deleted', async () => {
    const { project } = shop
    const silent = await saveListOperation.run(project, { ...asked, overdue: true, name: 'silent', how: 'replace' }, unattended) // prettier-ignore
    expect(silent).toMatchObject({ customers: 1 })
    const file = join(folder, 'ids.csv')
    writeFileSync(file, '\uFEFFid,name\r\n"bo",Bo\ncy\n\nnobody\n')
    const named = await saveIdsOperation.run(project, { name: 'brought', how: 'replace', ids: [], path: file }, unattended) // prettier-ignore
    expect(named).toMatchObject({ customers: 2, unknown: 2, unknownIds: ['id', 'nobody'] })
    expect(await ids({ listId: named.listId, sort: 'id', descending: false })).toEqual(['bo', 'cy'])
    await saveIdsOperation.run(project, { name: 'BROUGHT', how: 'remove', ids: ['cy'], path: null }, unattended)
    expect(await ids({ listId: named.listId })).toEqual(['bo'])
    const pair = { listId: silent.listId, otherId: named.listId }
    expect(await combineListsOperation.run(project, { name: 'both', ...pair, how: 'union' }, unattended)).toMatchObject({ customers: 2 }) // prettier-ignore
    expect(await combineListsOperation.run(project, { name: 'one', ...pair, how: 'without' }, unattended)).toMatchObject({ customers: 1 }) // prettier-ignore
    await deleteListOperation.run(project, { listId: silent.listId }, unattended)
    expect((await listsOperation.run(project, null, unattended)).map(({ name }) => name)).toEqual(['both', 'brought', 'one']) // prettier-ignore
    await expect(async () => list({ listId: silent.listId })).rejects.toMatchObject({ code: 'input.invalid' })
  })
})

describe('the export', () => {
  it('keeps numbers as numbers and makes texts harmless', async () => {
    const path = join(folder, 'list.csv')
    expect(await exportListOperation.run(shop.project, { ...asked, path }, unattended)).toMatchObject({ rows: 3 })
    const [header, ...rows] = readFileSync(path, 'utf8').trim().split('\n')
    expect(header.split(',').slice(0, 4)).toEqual(['id', 'segment', 'spend', 'days'])
    expect(rows[0]).toMatch(/^bo,\w+,50,5,/)
    expect(rows[1]).toMatch(/^'=SUM\(1\),lost,20,4,/)
    expect(rows[2]).toMatch(/^cy,new,7\.5,1,/)
  })

  it('leaves no half file when it is cancelled', async () => {
    const path = join(folder, 'list.csv')
    const many = Array.from({ length: 2500 }, (_, i) => ({ user: `u${i}`, time: 0, product: 'tea', quantity: 1, amount: 1 })) // prettier-ignore
    shop.acts(many)
    const cancelled = { ...unattended, checkpoint: () => { throw new AssayError('job.cancelled') } } // prettier-ignore
    await list() // read before, so that it is the writing that is cancelled
    await expect(exportListOperation.run(shop.project, { ...asked, path }, cancelled)).rejects.toMatchObject({ code: 'job.cancelled' }) // prettier-ignore
    expect(readdirSync(folder).filter((name) => name.startsWith('list.csv'))).toEqual([])
  })
})
