import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { AssayError } from '../../../main/base/errors.ts'
import { unattended } from '../../../main/base/job.ts'
import { generateSampleShop } from '../../../main/dataset/sample/generate.ts'
import { headers } from '../../../main/dataset/sample/rows.ts'
import { readActs, readRows } from './shopFiles.ts'
import { countBy } from './statistics.ts'

const folders: string[] = []
const temporaryFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-sample-'))
  folders.push(folder)
  return folder
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

const small = { customers: 300, products: 150 }
const contents = (folder: string) => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')])

describe('generating the sample shop', () => {
  it('gives the same bytes for the same seed and others for another', async () => {
    const [first, second, other] = [temporaryFolder(), temporaryFolder(), temporaryFolder()]
    await generateSampleShop(first, small, unattended)
    await generateSampleShop(second, small, unattended)
    await generateSampleShop(other, { ...small, seed: 8 }, unattended)
    expect(contents(second)).toEqual(contents(first))
    const changed = contents(other).filter(
      ([name, text]) => !contents(first).some((file) => file[0] === name && file[1] === text),
    )
    expect(changed.map(([name]) => name)).toEqual(readdirSync(first))
  })

  it('scales down with its structure: all kinds of acts, months, dirt and files', async () => {
    const shop = await generateSampleShop(temporaryFolder(), small, unattended)
    for (const { kind, rows } of shop.files) {
      const read = readRows(shop, kind)
      expect(read).toHaveLength(rows)
      expect(Object.keys(read[0])).toEqual(headers[kind])
    }
    const acts = readActs(shop)
    expect(acts.length).toBeGreaterThan(8000)
    expect(acts.length).toBeLessThan(16_000)
    const types = ['view', 'cart', 'favourite', 'purchase', 'return', 'review', 'comment', 'share', 'search']
    expect([...countBy(acts, (act) => act.type).keys()].sort()).toEqual([...types].sort())
    const months = countBy(acts, (act) => new Date(act.day * 86_400_000).toISOString().slice(0, 7))
    expect(months.size).toBe(18)
    expect(shop.truth.brands.loyal).toHaveLength(3)
    expect(shop.truth.brands.deficit).toHaveLength(1)
    expect(shop.truth.switching.customers.length).toBeGreaterThan(20)
    expect(shop.truth.dirt.negativeQuantityReturns).toBeGreaterThan(0)
  })

  it('ends on the last day before the end it was given', async () => {
    const options = { ...small, months: 12, end: '2025-03-01' }
    const shop = await generateSampleShop(temporaryFolder(), options, unattended)
    const times = readRows(shop, 'behaviour')
      .map((row) => row.time)
      .filter((time) => /^20\d\d-(0\d|1[0-2])/.test(time))
    expect(times.every((time) => time >= '2024-03-01 00:00:00' && time < '2025-03-01 00:00:00')).toBe(true)
    expect(times.some((time) => time.startsWith('2025-02-28'))).toBe(true)
    expect(shop.truth).toMatchObject({ from: '2024-03-01', end: '2025-03-01' })
  })

  it('sells invented, bilingual products, and every sold product is in the catalogue but the planted few', async () => {
    const shop = await generateSampleShop(temporaryFolder(), small, unattended)
    const products = readRows(shop, 'products')
    expect(products.every(({ title }) => /[a-z]{3}/.test(title) && /\p{Script=Han}/u.test(title))).toBe(true)
    const known = new Set(products.map((row) => row.product_id))
    const unknown = new Set(
      readActs(shop)
        .map((act) => act.product)
        .filter((id) => id !== '' && !known.has(id)),
    )
    expect(unknown.size).toBeGreaterThan(0)
    for (const id of unknown) expect(shop.truth.dirt.productsMissingFromCatalogue).toContain(id)
  })

  it('refuses sizes the planted structure does not fit into', async () => {
    const folder = temporaryFolder()
    for (const options of [{ categories: 5 }, { brands: 20 }, { brands: 61 }, { products: 100 }, { end: 'soon' }]) {
      const outcome = await generateSampleShop(folder, options, unattended).catch((error: unknown) => error)
      expect(outcome).toBeInstanceOf(AssayError)
      expect(outcome).toMatchObject({ code: 'input.invalid' })
    }
    expect(readdirSync(folder)).toEqual([])
  })

  it('stops when asked to and leaves no half-written file', async () => {
    const folder = temporaryFolder()
    let writing = false
    const work = {
      ...unattended,
      progress: (step: string, done: number) => {
        if (step === 'write' && done > 0) writing = true
      },
      checkpoint: () => {
        if (writing) throw new AssayError('job.cancelled')
      },
    }
    await expect(generateSampleShop(folder, small, work)).rejects.toMatchObject({ code: 'job.cancelled' })
    expect(readdirSync(folder)).not.toContain('behaviour.csv')
  })
})
