import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareContents } from '../../main/report/compare.ts'
import { definitionOf, type ReportDefinitionInput } from '../../main/report/definition.ts'
import { findReport, listReports, saveReport, deleteReport } from '../../main/report/definitionStore.ts'
import type { KeptContent, ReportTable } from '../../main/report/types.ts'
import { createExampleProject } from './exampleProject.ts'
import { contextOf, writeTo } from './writing.ts'

const table = (rows: ReportTable['rows']): ReportTable => ({
  id: 'standing',
  title: 'Standing',
  subtitle: '',
  columns: [
    { label: 'Brand', kind: 'text' },
    { label: 'Buyers', kind: 'count' },
    { label: 'Share', kind: 'percent' },
  ],
  rows,
  keys: 1,
})
const content = (buyers: number | null, rows: ReportTable['rows']): KeptContent => ({
  figures: [{ id: 'buyers', label: 'Buyers', number: buyers, kind: 'count' }],
  tables: [table(rows)],
})

describe('compareContents', () => {
  it('tells figures that moved, rows that came and went, and cells by their relative move', () => {
    const before = content(100, [['Aster', 60, { value: 0.5, low: 0.4, high: 0.6 }], ['Birch', 40, 0.25], ['Cedar', 9, 0.1]]) // prettier-ignore
    const now = content(110, [['Aster', 66, { value: 0.25, low: 0.2, high: 0.3 }], ['Birch', 40, 0.25], ['Dogwood', 4, 0.1]]) // prettier-ignore
    expect(compareContents(before, now)).toEqual({
      figures: [{ id: 'buyers', label: 'Buyers', before: 100, now: 110, kind: 'count' }],
      tables: [
        {
          id: 'standing',
          title: 'Standing',
          keys: 1,
          came: ['Dogwood'],
          went: ['Cedar'],
          moved: [
            { row: 'Aster', column: 'Share', before: 0.5, now: 0.25, kind: 'percent' },
            { row: 'Aster', column: 'Buyers', before: 60, now: 66, kind: 'count' },
          ],
        },
      ],
    })
  })

  it('has nothing to tell of what is the same, or was not there', () => {
    const same = content(100, [['Aster', 60, null]])
    expect(compareContents(same, same)).toEqual({ figures: [], tables: [] })
    expect(compareContents({ figures: [], tables: [] }, same)).toEqual({ figures: [], tables: [] })
  })

  it('counts a figure that is missing or back as one that moved', () => {
    const moved = compareContents(content(null, [['Aster', 1, null]]), content(5, [['Aster', 1, 0.5]]))
    expect(moved.figures).toMatchObject([{ before: null, now: 5 }])
    expect(moved.tables[0].moved).toMatchObject([{ before: null, now: 0.5 }])
  })
})

describe('the same report on later data', () => {
  let folder: string
  let shop: ReturnType<typeof createExampleProject>
  let reportId: number
  const choice: ReportDefinitionInput = { template: 'brandReview' }
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-compare-'))
    shop = createExampleProject()
    reportId = saveReport(shop.project.database, { reportId: null, name: 'Brands', definition: definitionOf(choice) }, 1).reportId // prettier-ignore
  })
  afterAll(() => {
    shop.close()
    rmSync(folder, { recursive: true })
  })
  const write = async (name: string, definition = choice, readOnly = false) => {
    const path = join(folder, name)
    const written = await writeTo(contextOf(shop.project, undefined, readOnly), path, { reportId, definition })
    return { written, html: readFileSync(path, 'utf8') }
  }
  const changes = (html: string) => /<section id="changes">.*?<\/section>/s.exec(html)?.[0] ?? null

  const nothing = 'no earlier writing with other data'

  it('is compared with the last writing that told of other data', async () => {
    const first = await write('january.html')
    expect(first.written.remembered).toBe(true)
    expect(changes(first.html)).toContain(nothing)
    // Once more with nothing new: still the first of its kind.
    expect(changes((await write('january again.html')).html)).toContain(nothing)

    shop.products([{ product: 'mug', brand: 'Dogwood', category: 'kitchen' }])
    shop.acts(Array.from({ length: 6 }, (_, i) => ({ user: `late ${i}`, time: Date.UTC(2024, 11, 28), product: 'mug', amount: 7 }))) // prettier-ignore
    const second = changes((await write('february.html')).html) ?? ''
    expect(second).toContain('1 rows came: Dogwood')
    expect(second).toContain(
      '<th scope="row">Customers who bought</th><td class="number" data-value="40">40</td><td class="number" data-value="46">46</td>',
    )
    expect(second).toContain('data-value="0.1499')
    // A second file of the same month is compared with the month before all the same.
    expect(changes((await write('february again.html')).html)).toBe(second)
  })

  it('is not compared across languages or filters, and remembers nothing in a project that is only read', async () => {
    expect(changes((await write('chinese.html', { ...choice, language: 'zh-CN' })).html)).toContain('此前没有')
    expect(changes((await write('window.html', { ...choice, filters: { windowDays: 30 } })).html)).toContain(nothing)
    const { written, html } = await write('read.html', choice, true)
    expect(written.remembered).toBe(false)
    expect(changes(html)).not.toContain(nothing)
  })

  it('is listed with its last writing, renamed, and forgotten with all it remembers', () => {
    const { database } = shop.project
    expect(listReports(database)).toMatchObject([{ reportId, name: 'Brands', lastWriting: { file: 'window.html' } }])
    const other = saveReport(database, { reportId: null, name: 'Other', definition: definitionOf() }, 2)
    expect(() => saveReport(database, { reportId, name: 'other', definition: definitionOf() }, 3)).toThrow(
      expect.objectContaining({ code: 'report.nameTaken' }),
    )
    expect(saveReport(database, { ...other, name: 'OTHER' }, 3).name).toBe('OTHER')
    deleteReport(database, reportId)
    expect(() => findReport(database, reportId)).toThrow(expect.objectContaining({ code: 'report.unknown' }))
    expect(database.prepare('SELECT COUNT(*) FROM report_writing').pluck().get()).toBe(0)
    expect(() => deleteReport(database, 999)).toThrow(expect.objectContaining({ code: 'report.unknown' }))
  })
})
