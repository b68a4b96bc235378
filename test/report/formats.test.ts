import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS, { type Worksheet } from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openZip } from './zipEntries.ts'
import { createExampleProject } from './exampleProject.ts'
import { contextOf, writeTo, type Choices } from './writing.ts'

/** What a spreadsheet would compute, were it not made harmless; ids and brands may say anything. */
const formula = '=HYPERLINK("http://x","@+-")'

let folder: string
let shop: ReturnType<typeof createExampleProject>
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-formats-'))
  shop = createExampleProject()
  const { database } = shop.project
  database.prepare("UPDATE brand SET name = ? WHERE name = 'Aster'").run(formula)
  database.exec(`UPDATE source SET first_ms = ${Date.UTC(2024, 0, 1)} WHERE name = 'behaviour.csv'`)
  database.prepare("UPDATE user SET external = '-40' WHERE external = 'customer 39'").run()
})
afterAll(() => {
  shop.close()
  rmSync(folder, { recursive: true })
})

const write = async (name: string, choices: Choices) => {
  const path = join(folder, name)
  await writeTo(contextOf(shop.project), path, choices)
  return path
}

describe('a workbook', () => {
  let book: ExcelJS.Workbook
  const sheetWith = (title: string): Worksheet =>
    book.worksheets.find((sheet) => sheet.getCell(1, 1).value === title) ?? expect.fail(`no sheet “${title}”`)

  beforeAll(async () => {
    const definition = { title: formula, notes: '# Why\n\n=1+1\n\n- plain' }
    const path = await write('report.xlsx', { format: 'xlsx', definition })
    book = new ExcelJS.Workbook()
    await book.xlsx.readFile(path)
  })

  it('holds true numbers and dates below a frozen head', () => {
    const sources = sheetWith('Imported files')
    expect(sources.views[0]).toMatchObject({ state: 'frozen', ySplit: 3 })
    const heads = (sources.getRow(3).values as unknown[]).slice(1)
    const row = sources.getRow(5)
    expect(row.getCell(heads.indexOf('File') + 1).value).toBe('behaviour.csv')
    const from = row.getCell(heads.indexOf('From') + 1).value
    expect(from).toBeInstanceOf(Date)
    expect((from as Date).toISOString()).toBe('2024-01-01T00:00:00.000Z')
    expect(typeof row.getCell(heads.indexOf('Kept') + 1).value).toBe('number')
  })

  it('puts an estimate and its interval into three columns', () => {
    const customers = sheetWith('The 10 customers expected to spend most in 90 days')
    const heads = (customers.getRow(3).values as unknown[]).slice(1)
    expect(heads.slice(1, 4)).toEqual(['Expected spend', 'Expected spend · low', 'Expected spend · high'])
    expect((customers.getRow(4).values as unknown[]).slice(2, 5)).toEqual([1600, 40, 3200])
  })

  it('keeps what looks like a formula as text, and a negative number a number', () => {
    const cells: ExcelJS.Cell[] = []
    for (const sheet of book.worksheets) sheet.eachRow((row) => row.eachCell((cell) => void cells.push(cell)))
    expect(cells.filter(({ type }) => type === ExcelJS.ValueType.Formula)).toEqual([])
    const risky = cells.filter(({ value }) => typeof value === 'string' && /^[=+\-@]/.test(value))
    expect(risky.map(({ value }) => value)).toEqual(expect.arrayContaining([formula, '-40', '=1+1']))
    expect(risky.every(({ numFmt }) => numFmt === '@')).toBe(true)
    const jeopardy = sheetWith('Every brand against its expectation in its category')
    const excess = [4, 5].map((row) => jeopardy.getRow(row).getCell(7).value)
    expect(excess.some((value) => typeof value === 'number' && value < 0)).toBe(true)
  })

  it('shows every chart as a picture, and carries lineage and limits', () => {
    const media = (book as unknown as { media: { extension: string; buffer: Buffer }[] }).media
    expect(media.length).toBeGreaterThan(4)
    for (const { extension, buffer } of media) {
      expect(extension).toBe('png')
      expect(buffer.subarray(1, 4).toString()).toBe('PNG')
    }
    const words: string[] = []
    book.worksheets[0].eachRow((row) => row.eachCell(({ value }) => void words.push(String(value))))
    expect(words).toContain('Fingerprint of the data shown (SHA-256)')
    expect(words.join('\n')).toContain('All of this is association')
  })
})

describe('CSV', () => {
  const lines = (text: string) => text.split('\r\n')

  it('is the whole report: words, lineage and every table, with harmless cells', async () => {
    const text = readFileSync(await write('report.csv', { format: 'csv', definition: { title: formula } }), 'utf8')
    expect(text.startsWith(`\uFEFF"'=HYPERLINK(""http://x"",""@+-"")"`)).toBe(true)
    expect(lines(text).filter((line) => /^"?[=+@]|^"?-[^\d]/.test(line))).toEqual([])
    expect(lines(text)).toContain('behaviour.csv,Fewer columns than the header,1')
    expect(text).toContain('All of this is association')
    expect(text).toMatch(/\(SHA-256\),[0-9a-f]{64}/)
  })

  it('is one table where one is asked for, with every digit', async () => {
    const choices: Choices = { format: 'csv', table: 'topCustomers', definition: { template: 'targeting', listed: 40 } }
    const text = readFileSync(await write('list.csv', choices), 'utf8')
      .slice(1)
      .trimEnd()
    expect(lines(text)).toHaveLength(41)
    expect(lines(text)[0]).toBe('Customer,Expected spend,Expected spend · low,Expected spend · high,Buys again,Spent so far,Purchase days,Days since last') // prettier-ignore
    expect(lines(text)[1]).toBe(`'-40,1600,40,3200,${40 / 41},400,${1 + (40 % 9)},360`)
    const unknown = write('none.csv', { ...choices, table: 'nothing' })
    await expect(unknown).rejects.toMatchObject({ code: 'report.unknownTable', params: { table: 'nothing' } })
  })

  it('is an archive of a file per table, unlike in name', async () => {
    const entries = await openZip(await write('report.zip', { format: 'zip', definition: { template: 'brandReview' } }))
    const names = [...entries.keys()]
    expect(new Set(names).size).toBe(names.length)
    expect(names[0]).toBe('00 report.csv')
    expect(names.some((name) => name.includes('standing'))).toBe(true)
    expect(names.filter((name) => /\d ladder\.csv$/.test(name)).length).toBe(1)
    expect(entries.get('00 report.csv')).toContain('All of this is association')
  })
})

describe('HTML', () => {
  it('names no single customer, and says how many are left out', async () => {
    const html = readFileSync(await write('list.html', { definition: { template: 'targeting' } }), 'utf8')
    expect(html).toContain('40 rows about single customers are left out')
    expect(html).not.toContain('customer 38')
  })

  it('takes notes in Markdown and nothing that could act', async () => {
    const notes = '# Read *this*\n\n<img src=x onerror=alert(1)> <script>alert(2)</script>\n\n[go](javascript:alert(3)) [data](data:text/html,x) [see](https://example.org/?a=1&b=2) ![no](https://example.org/p.png)\n\n| a | b |\n| - | - |\n| 1 | 2 |' // prettier-ignore
    const html = readFileSync(await write('notes.html', { definition: { notes } }), 'utf8')
    const own = /<div class="notes">(.*?)<\/div>/s.exec(html)?.[1] ?? ''
    expect(own).toContain('<h3>Read <em>this</em></h3>')
    expect(own).toContain('<a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer nofollow" target="_blank">see</a>') // prettier-ignore
    expect(own).toContain('<td>1</td>')
    expect(own.match(/<(img|script)/g)).toBeNull()
    expect(own.match(/href="(?!https:)/g)).toBeNull()
  })

  it('carries a logo in itself, and allows no other picture', async () => {
    const logo = `data:image/svg+xml;base64,${btoa('<svg xmlns="http://www.w3.org/2000/svg"/>')}`
    const html = readFileSync(await write('logo.html', { definition: { logo } }), 'utf8')
    expect(html).toContain(`<img class="logo" alt="" src="${logo}">`)
    expect(html).toContain("default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-")
  })

  it('says under the pointer what an item of a chart is', async () => {
    const html = readFileSync(await write('tips.html', { definition: { template: 'brandReview' } }), 'utf8')
    const tips = [...html.matchAll(/data-tip="([^"]*)"/g)].map(([, tip]) => tip)
    expect(tips.length).toBeGreaterThan(10)
    expect(tips.some((tip) => tip.startsWith('&#60;img') && tip.includes('&#10;penetration'))).toBe(true)
    expect(html).not.toContain('ecmeta_')
  })
})
