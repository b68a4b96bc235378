import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { inspectFile } from '../../main/dataset/inspect.ts'
import { profileOperation } from '../../main/dataset/profile/profile.ts'
import { createTestProject, sharedData, type TestProject } from './projects.ts'

let project: TestProject
beforeEach(() => void (project = createTestProject()))
afterEach(() => project.remove())

const file = (name: string) => join(sharedData, name)
const profile = async () => profileOperation.run(project, null, unattended)
const utc = (text: string) => Date.parse(text)

/** Real public files; what they hold was counted by others. Skipped where they are not at hand. */
describe.skipIf(!existsSync(sharedData))('real files', () => {
  it('reads CDNOW, blanks between columns', async () => {
    const result = await project.import(file('cdnow/CDNOW_master.txt'), 'orders')
    expect(result).toMatchObject({ rowsRead: 69_659, rowsKept: 69_659, rowsRejected: 0 })
    expect(result.oddities).toEqual({ amountZero: 80, repeated: 255 })
    const { behaviour } = (await profile()).tables
    expect(behaviour).toMatchObject({ users: 23_570, from: '1997-01-01', to: '1998-06-30', exactDuplicates: 255 })
    expect(project.value('SELECT COUNT(*) FROM behaviour WHERE amount = 0')).toBe(80)
    expect(project.value('SELECT external FROM user WHERE id = 1')).toBe('00001')
  })

  it('reads the CDNOW sample, which has no header', async () => {
    const path = file('cdnow/CDNOW_sample.txt')
    expect((await inspectFile(path, {}, true)).rows).toBe(6919)
    const mapping = { user_id: { column: '#2' }, quantity: { column: '#4' }, amount: { column: '#5' } }
    const result = await project.import(path, 'orders', { mapping })
    expect(result).toMatchObject({ rowsRead: 6919, rowsKept: 6919 })
    expect(project.value('SELECT COUNT(*) FROM user')).toBe(2357)
  })

  it('reads Ciao: reviews and undated links, gzipped', async () => {
    const mapping = { type: { constant: 'review' } }
    const ratings = await project.import(file('ciao/ciao_ratings.csv.gz'), 'behaviour', { mapping })
    expect(ratings).toMatchObject({ rowsRead: 284_086, rowsKept: 284_086 })
    expect(ratings.oddities).toMatchObject({ productCategories: 101 })
    const links = await project.import(file('ciao/ciao_trust.csv.gz'), 'social', { known: ['all'] })
    expect(links).toMatchObject({ rowsRead: 57_544, rowsKept: 57_544 })
    const { tables, warnings } = await profile()
    expect(tables.behaviour).toMatchObject({ users: 7375, products: 105_114, categories: 28 })
    expect(tables.behaviour).toMatchObject({ from: '2000-05-30', to: '2011-04-12', byType: { review: 284_086 } })
    expect(tables.social).toEqual({ rows: 57_544, users: 2342, dated: 0 })
    expect(warnings.map(({ code }) => code)).toContain('noPurchases')
    expect(warnings.map(({ code }) => code)).not.toContain('undatedLinks')
  })

  it('reads Complete Journey: transactions, products, households', async () => {
    const sales = await project.import(file('completejourney/transactions_sample.csv.gz'), 'orders')
    expect(sales.oddities).toMatchObject({ quantityNotPositive: 416, amountZero: 528 })
    const brand = { column: 'manufacturer_id' }
    const products = await project.import(file('completejourney/products.csv.gz'), 'products', { mapping: { brand } })
    expect(products).toMatchObject({ rowsRead: 92_331, rowsKept: 92_331 })
    const users = await project.import(file('completejourney/demographics.csv.gz'), 'users')
    expect(users).toMatchObject({ rowsRead: 801, rowsKept: 801 })
    const { tables, warnings } = await profile()
    expect(tables.behaviour).toMatchObject({ rows: 75_000, users: 2377, products: 20_902, from: '2017-01-01' })
    expect(project.value('SELECT COUNT(DISTINCT order_id) FROM behaviour')).toBe(47_243)
    expect(project.value('SELECT COUNT(*) FROM behaviour WHERE quantity = 0')).toBe(416)
    expect(project.value('SELECT COUNT(*) FROM brand')).toBe(6471)
    expect(tables.products.products).toBe(92_331)
    expect(tables.users.attributes).toContain('home_ownership')
    expect(project.value(`SELECT COUNT(*) FROM user_fact WHERE attributes ->> 'home_ownership' IS NULL`)).toBe(233)
    const unmatched = project.value(`SELECT COUNT(*) FROM behaviour WHERE product_id NOT IN
      (SELECT product_id FROM product_fact)`)
    expect(unmatched).toBe(222)
    expect(warnings.map(({ code }) => code)).toContain('productsWithoutFacts')
    expect(project.all('PRAGMA foreign_key_check')).toEqual([])
  })

  it('reads Hillstrom, whose rows name no customer and are told apart', async () => {
    const path = file('hillstrom/hillstrom.csv')
    await expect(project.import(path, 'users')).rejects.toMatchObject({ code: 'dataset.missingColumn' })
    const mapping = { user_id: { column: '#row' } }
    const users = await project.import(path, 'users', { mapping })
    expect(users).toMatchObject({ rowsRead: 64_000, rowsKept: 64_000, oddities: { repeated: 6562 } })
    const contacts = await project.import(path, 'campaigns', {
      mapping: { ...mapping, campaign: { column: 'segment' }, outcome: { column: 'spend' } },
    })
    expect(contacts).toMatchObject({ rowsKept: 64_000 })
    expect(project.value('SELECT COUNT(*) FROM user')).toBe(64_000)
    expect(project.all('SELECT campaign, COUNT(*) AS rows FROM campaign_contact GROUP BY 1 ORDER BY 1')).toEqual([
      { campaign: 'Mens E-Mail', rows: 21_307 },
      { campaign: 'No E-Mail', rows: 21_306 },
      { campaign: 'Womens E-Mail', rows: 21_387 },
    ])
    expect(project.value<number>('SELECT AVG(outcome) FROM campaign_contact')).toBeCloseTo(1.0509, 4)
    const segments = `SELECT COUNT(*) FROM user_fact WHERE attributes ->> 'history_segment' = '6) $750 - $1,000'`
    expect(project.value<number>(segments)).toBeGreaterThan(0)
  })

  it('reads REES46, of which the last row is cut', async () => {
    const result = await project.import(file('rees46/2019-Oct.csv'), 'behaviour')
    expect(result).toMatchObject({ rowsRead: 17_435, rowsKept: 17_434, rejects: { 'fields.few': 1 } })
    expect(result.oddities).toEqual({ priceNotPositive: 19, repeated: 5 })
    const { behaviour } = (await profile()).tables
    // The row that is cut is a view of a product that others looked at, too, by a user whose id is cut.
    expect(behaviour.byType).toEqual({ view: 17_055, cart: 165, purchase: 214 })
    expect(behaviour).toMatchObject({ users: 4504, products: 6493, brands: 864, categories: 115 })
    expect(project.value('SELECT MAX(time_ms) FROM behaviour')).toBe(utc('2019-10-01T02:50:00Z'))
  })
})
