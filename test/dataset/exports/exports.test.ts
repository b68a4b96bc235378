import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toAssayError } from '../../../main/base/errors.ts'
import type { FieldSource } from '../../../main/dataset/types.ts'
import { inspection } from '../formats/inspection.ts'
import { createTestProject, type TestProject } from '../projects.ts'
import { chineseExports } from './chinese.ts'
import { europeanExports } from './europe.ts'
import { bytesOf, type ForeignExport } from './foreignExport.ts'
import { platformExports } from './platforms.ts'
import { readExport, type ExportRow } from './readExport.ts'
import { researchExports } from './research.ts'

let project: TestProject
beforeAll(() => void (project = createTestProject()))
afterAll(() => project.remove())

const spelled = (source: FieldSource | undefined) => {
  if (!source) return undefined
  if ('constant' in source) return `=${source.constant}`
  return [source.column, source.clock].filter(Boolean).join('+')
}

const write = async (each: ForeignExport) => project.write(each.name, await bytesOf(each))

/** Money of purchases less that of returns, each by its amount or else by pieces and price. */
const revenueOf = (rows: ExportRow[]) =>
  rows.reduce((sum, { type, amount, price, quantity, discount }) => {
    const money = Number(amount ?? Number(price) * Number(quantity ?? 1) - Number(discount))
    return sum + Math.abs(money) * (type === 'purchase' ? 1 : type === 'return' ? -1 : 0)
  }, 0)

function tally(rows: ExportRow[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { type } of rows) counts[String(type)] = (counts[String(type)] ?? 0) + 1
  return counts
}

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString().replace('.000Z', 'Z'))

describe.each([
  { from: 'public data sets', exports: researchExports },
  { from: 'shops, payments and mailers', exports: platformExports },
  { from: 'Chinese shops', exports: chineseExports },
  { from: 'other languages', exports: europeanExports },
])('exports of $from', ({ exports }) => {
  it.each(exports)('$name is understood without help', async (each) => {
    const found = await inspection(await write(each))
    expect(found.kind).toBe(each.kind)
    expect(found.template?.name).toBe(each.template)
    if (each.encoding) expect(found.encoding).toBe(each.encoding)
    const mapped = Object.keys(each.mapping ?? {}).map((field) => [field, spelled(found.mapping[field])])
    expect(Object.fromEntries(mapped)).toEqual(each.mapping ?? {})
    const asked = found.ambiguities.map(({ code }) => code)
    for (const code of each.ambiguities ?? []) expect(asked).toContain(code)
  })

  it.each(exports)('$name gives the right rows by its kind alone', async (each) => {
    const path = await write(each)
    if (each.refused) {
      const error = await readExport(path, each.kind).then(() => null, toAssayError)
      expect(error?.code).toBe('dataset.missingColumn')
      expect(error?.params.field).toMatch(each.refused.field)
      return
    }
    const { rows, summary } = await readExport(path, each.kind)
    const rejected = Object.values(summary.rejectCounts).reduce((sum, count) => sum + count, 0)
    expect(summary.rowsRead).toBe(summary.rowsKept + rejected)
    if (each.rows !== undefined) expect(summary.rowsRead).toBe(each.rows)
    expect([summary.rowsKept, rows.length]).toEqual([each.kept, each.kept])
    if (each.rejects) expect(summary.rejectCounts).toEqual(each.rejects)
    if (each.acts) expect(tally(rows)).toEqual(each.acts)
    if (each.revenue !== undefined) expect(revenueOf(rows)).toBeCloseTo(each.revenue, 6)
    if (each.first) expect(iso(summary.firstMs)).toBe(each.first)
    if (each.last) expect(iso(summary.lastMs)).toBe(each.last)
    if (each.users) expect([...new Set(rows.map(({ user_id: id }) => id))].sort()).toEqual(each.users)
  })
})
