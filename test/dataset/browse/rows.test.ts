import ExcelJS from 'exceljs'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AssayError } from '../../../main/base/errors.ts'
import { unattended } from '../../../main/base/job.ts'
import {
  exportRowsOperation,
  findRowsOperation,
  rowChoicesOperation,
  rowDetailOperation,
  rowsOperation,
} from '../../../main/dataset/browse/operations.ts'
import { tables } from '../../../main/dataset/browse/tables.ts'
import { mergeOperation } from '../../../main/dataset/clean/merging.ts'
import { ruleInput } from '../../../main/dataset/clean/ruleKinds.ts'
import { applyRulesOperation } from '../../../main/dataset/clean/rules.ts'
import type { BrowsePage, BrowseTable, Condition, RowQuery } from '../../../main/dataset/browse/types.ts'
import type { TestProject } from '../projects.ts'
import { createOddShop } from './oddShop.ts'

let project: TestProject
beforeAll(async () => {
  project = await createOddShop(3)
})
afterAll(() => project?.remove())

type PlainRow = Record<string, string | number | null> & { id: number }

/** Every row of a table by plain joins: what the pages are held against. */
const plainSql: Partial<Record<BrowseTable, string>> = {
  acts: `SELECT a.id, a.time_ms AS time, t.name AS kind, u.external AS user, p.external AS product, c.title,
      b.name AS brand, g.name AS category, a.units, a.money, a.discount, a.order_id AS "order", a.session_id AS session,
      a.query, a.channel, s.name AS source, a.line
    FROM act a JOIN act_type t ON t.id = a.type_id JOIN user u ON u.id = a.user_id JOIN source s ON s.id = a.source_id
    LEFT JOIN product p ON p.id = a.product_id LEFT JOIN product_current c ON c.product_id = a.product_id
    LEFT JOIN brand b ON b.id = c.brand_id LEFT JOIN category g ON g.id = c.category_id`,
  users: `SELECT u.id, u.external AS user, c.registered_ms AS registered, c.birth_year AS birthYear, c.gender, c.region,
      c.channel, COUNT(a.id) AS acts, COALESCE(SUM(a.type_id = 4), 0) AS purchases,
      COALESCE(SUM(CASE a.type_id WHEN 4 THEN a.money WHEN 5 THEN -a.money ELSE 0 END), 0) AS revenue,
      MIN(a.time_ms) AS firstAct, MAX(a.time_ms) AS lastAct
    FROM user_present u LEFT JOIN user_current c ON c.user_id = u.id LEFT JOIN act a ON a.user_id = u.id GROUP BY u.id`,
  links: `SELECT l.id, u.external AS user, v.external AS peer, l.relation, l.weight, l.time_ms AS time,
      s.name AS source, l.line
    FROM link l JOIN user u ON u.id = l.user_id JOIN user v ON v.id = l.peer_id JOIN source s ON s.id = l.source_id`,
}

const asciiLower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

function meets(row: PlainRow, condition: Condition): boolean {
  if (condition.kind === 'finding') throw new Error('no findings here')
  const value = row[condition.column]
  if (condition.kind === 'missing') return (value === null) === condition.missing
  if (value === null) return false
  if (condition.kind === 'oneOf') return condition.values.includes(String(value))
  if (condition.kind === 'text') {
    const [text, part] = [asciiLower(String(value)), asciiLower(condition.text)]
    if (condition.how === 'equals') return value === condition.text
    return condition.how === 'contains' ? text.includes(part) : text.startsWith(part)
  }
  const day = condition.kind === 'dates' ? project.calendar.isoDate(Number(value)) : null
  const at = day ?? Number(value)
  return (condition.from === null || at >= condition.from) && (condition.to === null || at <= condition.to)
}

function plainly({ filter, sort }: RowQuery): PlainRow[] {
  const rows = project.all<PlainRow>(plainSql[filter.table] ?? '').sort((a, b) => a.id - b.id)
  const searched = tables[filter.table].columns.filter(({ isSearched }) => isSearched).map(({ name }) => name)
  const search = asciiLower(filter.search.trim())
  const found = rows.filter(
    (row) =>
      filter.conditions.every((condition) => meets(row, condition)) &&
      (search === '' || searched.some((name) => asciiLower(String(row[name] ?? '')).includes(search))),
  )
  if (!sort) return found
  const sign = sort.descending ? -1 : 1
  return found.sort((a, b) => {
    const [left, right] = [a[sort.column], b[sort.column]]
    if (left === null || right === null) return Number(left === null) - Number(right === null)
    return left === right ? 0 : left < right ? -sign : sign
  })
}

async function browse(query: RowQuery, offset = 0, limit = 1000): Promise<BrowsePage> {
  const input = { query, offset, limit }
  const ready = await rowsOperation.run(project, input, unattended)
  if (ready) return ready
  await findRowsOperation.run(project, { query, findings: [] }, unattended)
  const page = await rowsOperation.run(project, input, unattended)
  if (!page) throw new Error('found, and yet not there')
  return page
}

/** Demands on one column that some of its values meet. */
function conditionOn(table: BrowseTable): fc.Arbitrary<Condition> {
  const values = (name: string) =>
    plainly({ filter: { table, search: '', conditions: [] }, sort: null })
      .map((row) => row[name])
      .filter((value) => value !== null)
  return fc.constantFrom(...tables[table].columns).chain(({ name: column, type }): fc.Arbitrary<Condition> => {
    const missing = fc.boolean().map((missing): Condition => ({ kind: 'missing', column, missing }))
    const known = values(column)
    if (known.length === 0) return missing
    const value = fc.constantFrom(...known)
    if (type === 'text' || type === 'kind') {
      const part = fc.tuple(value, fc.nat(3), fc.nat(4)).map(([text, from, length]) => `${text}`.substr(from, length))
      const how = fc.constantFrom('contains' as const, 'equals' as const, 'starts' as const)
      const text = fc.tuple(how, fc.oneof(part, value.map(String), fc.constantFrom('%', '_', "'", '\\', 'NIKE')))
      return fc.oneof(
        missing,
        text.map(([how, text]): Condition => ({ kind: 'text', column, how, text })),
        fc.array(value.map(String), { minLength: 1, maxLength: 3 }).map((values): Condition => ({ kind: 'oneOf', column, values })), // prettier-ignore
      )
    }
    const ends = fc.tuple(fc.option(value.map(Number)), fc.option(value.map(Number)))
    const day = (ms: number | null) => (ms === null ? null : project.calendar.isoDate(ms))
    if (type === 'time')
      return fc.oneof(missing, ends.map(([from, to]): Condition => ({ kind: 'dates', column, from: day(from), to: day(to) }))) // prettier-ignore
    return fc.oneof(
      missing,
      ends.map(([from, to]): Condition => ({ kind: 'range', column, from, to })),
    )
  })
}

const queryOf = (table: BrowseTable): fc.Arbitrary<RowQuery> =>
  fc
    .record({
      conditions: fc.array(conditionOn(table), { maxLength: 3 }),
      search: fc.constantFrom('', '', ' ', 'u', '100%', '_', '客户', 'tea', "'"),
      sort: fc.option(
        fc.record({
          column: fc.constantFrom(...tables[table].columns.map(({ name }) => name)),
          descending: fc.boolean(),
        }),
      ),
    })
    .map(({ conditions, search, sort }) => ({ filter: { table, search, conditions }, sort }))

async function compare(table: BrowseTable, runs: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(queryOf(table), fc.nat(130), fc.integer({ min: 1, max: 40 }), async (query, offset, limit) => {
      const expected = plainly(query)
      const page = await browse(query, offset, limit)
      expect(page.total).toBe(expected.length)
      const names = tables[table].columns.map(({ name }) => name)
      expect(page.rows.map(({ id, cells }) => [id, ...cells])).toEqual(
        expected.slice(offset, offset + limit).map((row) => [row.id, ...names.map((name) => row[name])]),
      )
    }),
    { numRuns: runs },
  )
}

describe('pages of rows', () => {
  it.each([
    ['acts', 400],
    ['users', 150],
    ['links', 80],
  ] as const)('of %s are what plain SQL finds, whatever is asked', (table, runs) => compare(table, runs))

  it('show every product, sold or not, in the catalogue or not', async () => {
    const page = await browse({ filter: { table: 'products', search: '', conditions: [] }, sort: null })
    expect(page.rows.map(({ cells }) => cells[0]).sort()).toEqual(['P2', 'gone', 'p%', 'p1', 'p10', 'unsold', '商品'])
    const cells = page.rows.find(({ cells }) => cells[0] === 'unsold')?.cells ?? []
    expect(cells[tables.products.columns.findIndex(({ name }) => name === 'acts')]).toBe(0)
  })

  it('need no finding where nothing is left out, and finding after an import is taken back', async () => {
    const other = await createOddShop(8)
    const query: RowQuery = { filter: { table: 'acts', search: '', conditions: [] }, sort: null }
    const ask = () => rowsOperation.run(other, { query, offset: 0, limit: 5 }, unattended)
    const before = await ask()
    expect(before?.total).toBe(120)
    const second = other.value<number>(`SELECT id FROM source WHERE name = 'first.csv'`)
    await other.undo(second)
    const after = (await ask()) ?? (await findRowsOperation.run(other, { query, findings: [] }, unattended))
    expect(after.total).toBe(60)
    expect((await ask())?.rows[0].id).toBe(61)
    other.remove()
  })

  it('find the rows that a finding names', async () => {
    const filter = { table: 'acts' as const, search: '', conditions: [{ kind: 'finding' as const, finding: 'bots' }] }
    const query: RowQuery = { filter, sort: null }
    const user = project.value<number>(`SELECT id FROM user WHERE external = '007'`)
    const findings = [{ finding: 'bots', of: 'user' as const, ids: Uint32Array.of(user) }]
    const { total } = await findRowsOperation.run(project, { query, findings }, unattended)
    expect(total).toBe(project.value(`SELECT COUNT(*) FROM act WHERE user_id = ${user}`))
  })

  it.each([
    [{ kind: 'text', column: 'nonsense', how: 'equals', text: '' }],
    [{ kind: 'range', column: 'user', from: 1, to: 2 }],
    [{ kind: 'dates', column: 'time', from: '2024-02-31', to: null }],
    [{ kind: 'finding', finding: 'unknown' }],
  ] as [Condition][])('refuse a demand that does not fit: %j', (condition) => {
    const query: RowQuery = { filter: { table: 'acts', search: '', conditions: [condition] }, sort: null }
    expect(() => findRowsOperation.run(project, { query, findings: [] }, unattended)).toThrow('input.invalid')
  })

  it('stop when they are told to', () => {
    const stop = () => {
      throw new AssayError('job.cancelled')
    }
    const query: RowQuery = { filter: { table: 'acts', search: 'x', conditions: [] }, sort: null }
    expect(() => findRowsOperation.run(project, { query, findings: [] }, { ...unattended, checkpoint: stop })).toThrow(
      'job.cancelled',
    )
  })
})

describe('under rules and merges', () => {
  const whole = () => project
  let cleaned: TestProject
  beforeAll(async () => {
    cleaned = await createOddShop(5)
    const rule = ruleInput.parse({ kind: 'excludedProducts', settings: { codes: ['p10'] } })
    await applyRulesOperation.run(cleaned, [rule], unattended)
    await mergeOperation.run(cleaned, [{ entity: 'user', from: 'a_b', to: 'aXb' }], unattended)
    await mergeOperation.run(cleaned, [{ entity: 'brand', from: 'NIKE', to: 'Nike' }], unattended)
  })
  afterAll(() => cleaned?.remove())

  it.each([
    ['acts', 100],
    ['users', 60],
  ] as const)('pages of %s are what the views say', async (table, runs) => {
    const before = whole()
    project = cleaned
    try {
      const [{ total }] = cleaned.all<{ total: number }>('SELECT COUNT(*) AS total FROM act')
      expect(total).toBeLessThan(120)
      await compare(table, runs)
    } finally {
      project = before
    }
  })

  it('a row says what its file said', async () => {
    const merged = cleaned.value<number>(`SELECT id FROM user WHERE external = 'a_b'`)
    const id = cleaned.value<number>(`SELECT a.id FROM act a JOIN behaviour b ON b.id = a.id WHERE b.user_id = ${merged} LIMIT 1`) // prettier-ignore
    const detail = await rowDetailOperation.run(cleaned, { table: 'acts', id }, unattended)
    expect(detail?.sections[0].fields).toContainEqual({ name: 'user', type: 'text', value: 'aXb', original: 'a_b' })
  })
})

describe('beside the pages', () => {
  it('lists the values of a column', async () => {
    const input = { table: 'acts' as const, column: 'brand', search: '' }
    expect(await rowChoicesOperation.run(project, input, unattended)).toEqual(['NIKE', 'Nike', '耐克'])
    expect(await rowChoicesOperation.run(project, { ...input, search: 'ik' }, unattended)).toEqual(['NIKE', 'Nike'])
  })

  it('shows a row with its file and line, its user and its product, and what the file said', async () => {
    const id = project.value<number>(
      `SELECT id FROM act WHERE type_id = 5 AND product_id IS NOT NULL
         AND id IN (SELECT id FROM behaviour WHERE type_id = 4) LIMIT 1`,
    )
    const detail = await rowDetailOperation.run(project, { table: 'acts', id }, unattended)
    expect(detail?.sections.map(({ section }) => section)).toContain('product')
    expect(detail?.sections[0].fields).toContainEqual({
      ...{ name: 'kind', type: 'kind', value: 'return', original: 'purchase' },
    })
    expect(detail?.origins).toEqual(
      project.all(`SELECT s.id AS sourceId, s.name, b.line FROM behaviour b JOIN source s ON s.id = b.source_id WHERE b.id = ${id}`), // prettier-ignore
    )
    expect(await rowDetailOperation.run(project, { table: 'acts', id: 1_000_000 }, unattended)).toBeNull()
  })

  it('writes what is seen, in its order, harmless to a spreadsheet', async () => {
    const path = join(project.folder, 'out.csv')
    const query: RowQuery = {
      filter: {
        table: 'acts',
        search: '',
        conditions: [{ kind: 'text', column: 'user', how: 'equals', text: '=1+1' }],
      },
      sort: { column: 'money', descending: true },
    }
    const input = { query, findings: [], columns: ['user', 'money', 'time'], format: 'csv' as const, path }
    const { rows } = await exportRowsOperation.run(project, input, unattended)
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
    expect(lines[0]).toBe('user,money,time')
    expect(lines.slice(1)).toEqual(
      plainly(query).map((row) => `'=1+1,${row.money},${new Date(Number(row.time)).toISOString()}`),
    )
    expect(rows).toBe(lines.length - 1)
  })

  it('writes the same rows as a workbook, with times as the shop’s clock shows them', async () => {
    const path = join(project.folder, 'out.xlsx')
    const query: RowQuery = {
      filter: { table: 'acts', search: '', conditions: [] },
      sort: { column: 'time', descending: false },
    }
    const input = { query, findings: [], columns: ['user', 'money', 'time', 'kind'], format: 'xlsx' as const, path }
    const { rows } = await exportRowsOperation.run(project, input, unattended)
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(path)
    const expected = plainly(query)
    expect(rows).toBe(expected.length)
    expect(book.worksheets[0].rowCount).toBe(expected.length + 1)
    expected.forEach((row, i) => {
      const cells = book.worksheets[0].getRow(i + 2)
      expect(cells.getCell(1).value).toBe(row.user)
      expect(cells.getCell(2).value).toBe(Number(row.money) + 0)
      const time = Number(row.time)
      expect(cells.getCell(3).value).toEqual(new Date(time + project.calendar.offset(time)))
    })
  })
})
