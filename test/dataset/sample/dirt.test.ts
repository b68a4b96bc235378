import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { generateSampleShop, type SampleShop } from '../../../main/dataset/sample/generate.ts'
import { pathOf, readRows, type Row } from './shopFiles.ts'
import { countBy } from './statistics.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-sample-'))
let shop: SampleShop
let behaviour: Row[]
let products: Row[]

beforeAll(async () => {
  shop = await generateSampleShop(folder, { customers: 600, products: 300 }, unattended)
  behaviour = readRows(shop, 'behaviour')
  products = readRows(shop, 'products')
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('the dirt in the sample shop is there in the stated counts', () => {
  it('0.3% exact duplicates', () => {
    const lines = readFileSync(pathOf(shop, 'behaviour'), 'utf8').trimEnd().split('\n')
    const copies = [...countBy(lines, (line) => line).values()].reduce((sum, count) => sum + count - 1, 0)
    expect(copies).toBe(shop.truth.dirt.duplicateRows)
    expect(Math.abs(copies / lines.length - 0.003)).toBeLessThan(0.0002)
  })

  it('times that are missing or cannot be read', () => {
    const isTime = (time: string) => !Number.isNaN(Date.parse(`${time.replace(' ', 'T')}Z`))
    expect(behaviour.filter((row) => row.time === '')).toHaveLength(shop.truth.dirt.missingTimes)
    const unreadable = behaviour.filter((row) => row.time !== '' && !isTime(row.time))
    expect(unreadable).toHaveLength(shop.truth.dirt.unparsableTimes)
    expect(shop.truth.dirt.missingTimes).toBe(4)
    expect(shop.truth.dirt.unparsableTimes).toBe(6)
  })

  it('returns as purchases of a negative quantity, of an order that was placed', () => {
    const sold = new Map<string, number>()
    for (const row of behaviour) {
      if (row.type !== 'purchase' || Number(row.quantity) <= 0) continue
      const key = `${row.order_id} ${row.product_id}`
      sold.set(key, (sold.get(key) ?? 0) + Number(row.quantity))
    }
    const unique = [...new Map(behaviour.map((row) => [Object.values(row).join('|'), row])).values()]
    const negative = unique.filter((row) => Number(row.quantity) < 0)
    expect(negative).toHaveLength(shop.truth.dirt.negativeQuantityReturns)
    expect(negative.length).toBeGreaterThan(5)
    for (const row of [...negative, ...unique.filter((entry) => entry.type === 'return')]) {
      expect(row.type === 'return' || row.type === 'purchase').toBe(true)
      expect(sold.get(`${row.order_id} ${row.product_id}`)).toBeGreaterThanOrEqual(Math.abs(Number(row.quantity)))
    }
  })

  it('one order cancelled whole, and one absurdly large', () => {
    const { cancelledOrder, bulkOrder } = shop.truth.dirt
    const lines = (order: string, type: string) =>
      behaviour
        .filter((row) => row.order_id === order && row.type === type)
        .map((row) => `${row.product_id} ${row.quantity}`)
    expect(new Set(lines(cancelledOrder, 'return'))).toEqual(new Set(lines(cancelledOrder, 'purchase')))
    expect(lines(cancelledOrder, 'purchase').length).toBeGreaterThan(0)
    const quantities = behaviour.map((row) => Number(row.quantity)).sort((a, b) => b - a)
    const bulk = behaviour.filter((row) => row.order_id === bulkOrder && row.quantity === '400')
    expect(bulk.length).toBeGreaterThanOrEqual(1)
    expect(quantities.filter((quantity) => quantity > 20)).toHaveLength(bulk.length)
  })

  it('a test account with sixty orders of a cent', () => {
    const own = behaviour.filter((row) => row.user_id === shop.truth.dirt.testAccount)
    expect(new Set(own.map((row) => row.order_id)).size).toBe(60)
    expect(own.every((row) => row.price === '0.01')).toBe(true)
    expect(readRows(shop, 'users').filter((row) => row.channel === 'test')).toHaveLength(1)
  })

  it('ids with leading zeros, some with blanks around', () => {
    expect(behaviour.every((row) => /^\d{6}$/.test(row.user_id.trim()))).toBe(true)
    const users = new Set(readRows(shop, 'users').map((row) => row.user_id))
    expect(behaviour.every((row) => users.has(row.user_id.trim()))).toBe(true)
    expect(behaviour.filter((row) => row.user_id !== row.user_id.trim())).toHaveLength(shop.truth.dirt.paddedIds)
  })

  it('amounts with a currency sign that say the same as quantity, price and discount', () => {
    const signed = behaviour.filter((row) => row.amount.startsWith('¥') || row.amount.startsWith('-¥'))
    expect(signed).toHaveLength(shop.truth.dirt.currencyAmounts)
    for (const row of behaviour.filter((entry) => entry.amount !== '')) {
      const amount = Number(row.amount.replace(/[¥,]/g, ''))
      expect(amount).toBeCloseTo(Number(row.quantity) * Number(row.price) - Number(row.discount), 1)
    }
  })

  it('holes in the catalogue and genders in other spellings', () => {
    const { productsMissingFromCatalogue, missingPrices, missingBrands, genderVariants } = shop.truth.dirt
    expect(products).toHaveLength(300 - productsMissingFromCatalogue.length)
    expect(productsMissingFromCatalogue).toHaveLength(5)
    const listed = new Set(products.map((row) => row.product_id))
    expect(productsMissingFromCatalogue.some((id) => listed.has(id))).toBe(false)
    expect(products.filter((row) => row.price === '')).toHaveLength(missingPrices)
    expect(products.filter((row) => row.brand === '')).toHaveLength(missingBrands)
    const odd = readRows(shop, 'users').filter((row) => !['female', 'male', ''].includes(row.gender))
    expect(odd).toHaveLength(genderVariants)
    expect(genderVariants).toBeGreaterThan(5)
  })
})
