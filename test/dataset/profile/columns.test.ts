import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { readActColumns } from '../../../main/dataset/profile/actColumns.ts'
import { profileOperation } from '../../../main/dataset/profile/profile.ts'
import type { Profile } from '../../../main/dataset/profile/types.ts'
import { createOddShop } from '../browse/oddShop.ts'
import type { TestProject } from '../projects.ts'

let project: TestProject
let profile: Profile
beforeAll(async () => {
  project = await createOddShop(11)
  profile = await profileOperation.run(project, null, unattended)
})
afterAll(() => project?.remove())

const columnOf = (table: string, name: string) =>
  profile.columns.find((each) => each.table === table)?.columns.find((each) => each.name === name)

describe('the profile of columns', () => {
  it('reads every act as the view has it', () => {
    const acts = readActColumns(project, unattended)
    const rows = project.all<Record<string, number | null>>('SELECT * FROM act ORDER BY id')
    expect(acts.count).toBe(rows.length)
    const positive = (money: number | null) => (money ?? 0) + 0 // the view's ABS gives −0 for −0
    rows.forEach((row, i) => {
      const own = [acts.id[i], acts.user[i], acts.product[i], acts.kind[i], acts.time[i], acts.units[i], acts.money[i]]
      expect(own).toEqual([
        row.id,
        row.user_id,
        row.product_id ?? 0,
        row.type_id,
        row.time_ms,
        row.units,
        positive(row.money),
      ])
    })
  })

  it.each([
    ['acts', 'quantity', 'SELECT quantity AS v FROM behaviour_current'],
    ['acts', 'order', 'SELECT order_id AS v FROM behaviour_current'],
    ['acts', 'user', 'SELECT u.external AS v FROM act a JOIN user u ON u.id = a.user_id'],
    ['acts', 'product', 'SELECT p.external AS v FROM act a LEFT JOIN product p ON p.id = a.product_id'],
    ['acts', 'kind', 'SELECT t.name AS v FROM act a JOIN act_type t ON t.id = a.type_id'],
    ['products', 'brand', 'SELECT b.name AS v FROM product_current c LEFT JOIN brand b ON b.id = c.brand_id'],
    ['products', 'price', 'SELECT price AS v FROM product_current'],
    ['users', 'region', 'SELECT region AS v FROM user_current'],
    ['links', 'weight', 'SELECT weight AS v FROM link'],
    ['links', 'peer', 'SELECT u.external AS v FROM link l JOIN user u ON u.id = l.peer_id'],
    ['contacts', 'treated', 'SELECT treated AS v FROM contact'],
  ])('counts %s.%s as SQL does', (table, name, sql) => {
    const column = columnOf(table, name)
    expect(column?.missing).toBe(project.value(`SELECT COUNT(*) FROM (${sql}) WHERE v IS NULL`))
    expect(column?.distinct).toBe(project.value(`SELECT COUNT(DISTINCT v) FROM (${sql})`))
    for (const { value, rows } of column?.top ?? []) {
      const same = typeof value === 'number' ? `v = ${value}` : `v = '${value.replaceAll("'", "''")}'`
      expect(project.value(`SELECT COUNT(*) FROM (${sql}) WHERE ${same}`)).toBe(rows)
    }
    const most = project.value<number>(`SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM (${sql}) WHERE v IS NOT NULL GROUP BY v)`) // prettier-ignore
    expect(column?.top[0]?.rows ?? 1).toBe(most)
    if (column?.numbers) {
      expect(column.numbers.mean).toBeCloseTo(project.value(`SELECT AVG(v) FROM (${sql})`), 9)
      expect([column.numbers.min, column.numbers.max]).toEqual(
        project
          .all<{ a: number; b: number }>(`SELECT MIN(v) AS a, MAX(v) AS b FROM (${sql})`)
          .flatMap(({ a, b }) => [a, b]),
      )
    }
  })

  it('keeps what it found until the data change', async () => {
    expect(await profileOperation.run(project, null, unattended)).toBe(profile)
    const source = project.value<number>(`SELECT id FROM source WHERE name = 'second.csv'`)
    await project.undo(source)
    const later = await profileOperation.run(project, null, unattended)
    expect(later.tables.behaviour.rows).toBe(60)
    expect(later.columns.find(({ table }) => table === 'acts')?.rows).toBe(60)
  })
})
