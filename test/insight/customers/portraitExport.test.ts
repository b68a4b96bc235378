import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AssayError } from '../../../main/base/errors.ts'
import { unattended } from '../../../main/base/job.ts'
import type { ListChoice } from '../../../main/insight/customers/list.ts'
import { exportPortraitsOperation } from '../../../main/insight/customers/portraitExport.ts'
import type { Asked } from '../../../main/insight/customers/scope.ts'
import { shopFilter } from '../../../main/insight/filter/input.ts'
import { createShop, type Shop } from '../../features/shop.ts'

const at = (day: string, hour: number) => Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000
let shop: Shop
let folder: string
beforeEach(() => {
  shop = createShop()
  folder = mkdtempSync(join(tmpdir(), 'assay-portraits-'))
  shop.products([
    { product: 'tea', brand: '=Aster', category: 'drinks' },
    { product: 'soap', brand: 'Birch', category: 'care, home' },
  ])
  shop.acts([
    // 18 June 2024 was a Tuesday in a sale season, 6 April a Saturday.
    { user: '@ann', time: at('2024-06-18', 21), product: 'tea', quantity: 2, amount: 30, discount: 10 },
    { user: '@ann', time: at('2024-04-06', 9), product: 'soap', quantity: 1, amount: 10 },
    { user: '@ann', time: at('2024-04-05', 3), type: 'view', product: 'tea' },
    { user: '@ann', time: at('2024-04-05', 4), type: 'view', product: 'tea' },
    { user: 'bo', time: at('2024-04-03', 12), product: 'tea', quantity: 1, amount: 20 },
    { user: 'only looks', time: at('2024-06-19', 12), type: 'view', product: 'tea' },
  ])
  shop.links([
    { user: '@ann', peer: 'bo' },
    { user: 'bo', peer: '@ann' },
  ])
})
afterEach(() => {
  shop.close()
  rmSync(folder, { recursive: true })
})

const asked: Asked & ListChoice = {
  ...{ filter: shopFilter.parse({}), runId: null, thresholds: {}, search: '', segment: null, quadrant: null },
  ...{ overdue: false, listId: null, part: null, like: null },
}
const path = () => join(folder, 'portraits.csv')
/** Rows by heading; no cell here holds a comma but the one heading. */
function written(): Record<string, string>[] {
  const [header, ...rows] = readFileSync(path(), 'utf8').trim().replace('"category: care, home"', 'care').split('\n')
  return rows.map((row) => Object.fromEntries(row.split(',').map((cell, i) => [header.split(',')[i], cell])))
}

describe('portraits as a table', () => {
  it('say in figures what one can work out by hand', async () => {
    const done = await exportPortraitsOperation.run(shop.project, { ...asked, form: 'table', path: path() }, unattended)
    expect(done).toEqual({ path: path(), rows: 2 })
    const [ann, bo] = written()
    expect(ann).toMatchObject({
      ...{ id: "'@ann", recency_days: '2', tenure_days: '75', purchase_days: '2', spend: '40', spend_per_day: '20' },
      ...{ units_per_day: '1.5', sale_spend: '0.75', weekend_spend: '0.25', discount_rate: '0.2', links: '1' },
      ...{ 'category: drinks': '0.75', care: '0.25', 'brand: =Aster': '0.75', 'brand: Birch': '0.25' },
      ...{ acts_night: '0.5', acts_morning: '0.25', acts_afternoon: '0', acts_evening: '0.25' },
    })
    // 15 a cup of tea against 20: nobody else pays less, and nobody else bought soap.
    expect([ann.spending_power, bo.spending_power]).toEqual(['0', '1'])
    expect(bo).toMatchObject({ id: 'bo', spend: '20', 'category: drinks': '1', care: '0', acts_afternoon: '1' })
  })

  it('leave the hours empty of whom only sources without hours tell', async () => {
    shop.acts([{ user: 'cy', time: at('2024-06-18', 0), product: 'tea', amount: 5 }])
    await exportPortraitsOperation.run(shop.project, { ...asked, form: 'table', path: path() }, unattended)
    const [ann, , cy] = written()
    expect(cy).toMatchObject({ id: 'cy', spend: '5', acts_night: '', acts_evening: '' })
    expect(ann).toMatchObject({ acts_night: '0.5' })
  })

  it('are of those alone who are chosen', async () => {
    const only = { ...asked, search: 'bo', form: 'table' as const, path: path() }
    expect(await exportPortraitsOperation.run(shop.project, only, unattended)).toMatchObject({ rows: 1 })
    expect(written().map(({ id }) => id)).toEqual(['bo'])
  })
})

it('portraits as vectors have mean 0 and deviation 1', async () => {
  await exportPortraitsOperation.run(shop.project, { ...asked, form: 'vectors', path: path() }, unattended)
  const [ann, bo] = written()
  expect(Object.keys(ann)).not.toContain('acts_night')
  // Of two, each lies √½ off the mean; both have one link.
  expect([Number(ann.spend), Number(bo.spend)]).toEqual([expect.closeTo(Math.SQRT1_2, 6), expect.closeTo(-Math.SQRT1_2, 6)]) // prettier-ignore
  expect([ann.links, bo.links]).toEqual(['0', '0'])
})

it('leaves no half file when it is cancelled', async () => {
  shop.acts(Array.from({ length: 2500 }, (_, i) => ({ user: `u${i}`, time: at('2024-06-19', 0), product: 'tea', amount: 1 }))) // prettier-ignore
  const folder = mkdtempSync(join(tmpdir(), 'assay-portraits-'))
  const written = () => readdirSync(folder)
  for (const form of ['table', 'vectors'] as const) {
    // The first checkpoint of the writing itself comes after two thousand rows.
    const halfway = {
      ...unattended,
      checkpoint: () => {
        if (written().length > 0) throw new AssayError('job.cancelled')
      },
    }
    const cancelled = exportPortraitsOperation.run(
      shop.project,
      { ...asked, form, path: join(folder, 'half.csv') },
      halfway,
    )
    await expect(cancelled).rejects.toMatchObject({ code: 'job.cancelled' })
    expect(written()).toEqual([])
  }
})
