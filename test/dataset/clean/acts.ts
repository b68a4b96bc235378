import * as fc from 'fast-check'
import { changeData } from '../../../main/dataset/clean/change.ts'
import type { RuleInput } from '../../../main/dataset/clean/ruleKinds.ts'
import { ruleInput } from '../../../main/dataset/clean/ruleKinds.ts'
import { applyRulesOperation } from '../../../main/dataset/clean/rules.ts'
import { unattended } from '../../../main/base/job.ts'
import { createTestProject, type TestProject } from '../projects.ts'

/** One act as a test writes it into a file; null is an empty cell. */
export interface WrittenAct {
  file: number
  user: string
  /** UTC milliseconds. */
  time: number
  product: string | null
  type: string
  quantity: number | null
  price: number | null
  amount: number | null
  discount: number | null
  order: string | null
  currency: string | null
}

export const startMs = Date.UTC(2024, 2, 30)

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null, freq: 3 })

/** Few values each, so that what a rule looks for comes about. Money in quarters, which add up without error. */
export const writtenAct: fc.Arbitrary<WrittenAct> = fc.record({
  file: fc.integer({ min: 0, max: 2 }),
  user: fc.constantFrom('u1', 'u2', 'Test-3', 'test[4]'),
  time: fc
    .integer({ min: 0, max: 300 })
    .map((i) => startMs + (i < 100 ? i * 1000 : i < 200 ? (i % 7) * 1000 : i * 900_000)),
  product: maybe(fc.constantFrom('P1', 'P2', 'POST', 'post 2')),
  type: fc.constantFrom('purchase', 'purchase', 'return', 'view', 'wiggle'),
  quantity: maybe(fc.constantFrom(1, 2, 3, -1, 0)),
  price: maybe(fc.constantFrom(0.25, 1, 4.5, 100)),
  amount: maybe(fc.constantFrom(0.5, 2, 9, 200, -2, 0)),
  discount: maybe(fc.constantFrom(0.25, 1)),
  order: maybe(fc.constantFrom('O1', 'O2')),
  currency: maybe(fc.constantFrom('USD', 'eur', 'CNY', 'XXX')),
})

/** Some acts copy another one, in its file or the next, at once or a little later. */
const copy = fc.record({
  of: maybe(fc.nat(39)),
  file: fc.constantFrom(0, 0, 1),
  later: fc.constantFrom(0, 0, 1000, 2000, 30_000),
})

/** In the order of their import: file by file. */
export const writtenActs: fc.Arbitrary<WrittenAct[]> = fc
  .array(fc.tuple(writtenAct, copy), { minLength: 1, maxLength: 40 })
  .map((pairs) =>
    pairs
      .map(([act, { of, file, later }]) => {
        const other = pairs[of ?? -1]?.[0]
        return other ? { ...other, file: (other.file + file) % 3, time: other.time + later } : act
      })
      .toSorted((a, b) => a.file - b.file),
  )

/** A project that holds the acts as the importer would have left them: file after file, ids from 1 on. */
export function fillProject(acts: WrittenAct[]): TestProject {
  const project = createTestProject('Asia/Shanghai', 'CNY')
  const { database } = project
  const idOf = (table: string, column: string) => (text: string | null) => {
    if (text === null) return null
    database.prepare(`INSERT INTO ${table} (${column}) VALUES (?) ON CONFLICT DO NOTHING`).run(text)
    return database.prepare(`SELECT id FROM ${table} WHERE ${column} = ?`).pluck().get(text) as number
  }
  const [user, product, type] = [idOf('user', 'external'), idOf('product', 'external'), idOf('act_type', 'name')]
  const put =
    database.prepare(`INSERT INTO behaviour (source_id, line, user_id, time_ms, product_id, type_id, quantity, price,
    amount, discount, order_id, currency) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  database.transaction(() => {
    for (const file of new Set(acts.map((act) => act.file))) addSource(project, file + 1, `file${file}.csv`)
    acts.forEach((act, i) => {
      const money = [act.quantity, act.price, act.amount, act.discount, act.order, act.currency]
      put.run(act.file + 1, i + 2, user(act.user), act.time, product(act.product), type(act.type), ...money)
    })
  })()
  return project
}

function addSource({ database }: TestProject, id: number, name: string): void {
  database
    .prepare(
      `INSERT INTO source (id, kind, name, bytes, sha256, format, mapping, known, rows_read, rows_kept, rows_rejected,
        rows_duplicate, imported_at, seconds) VALUES (?, 'behaviour', ?, 0, ?, '{}', '{}', '[]', 0, 0, 0, 0, 0, 0)`,
    )
    .run(id, name, `sha-${id}`)
  const deed = { action: 'import', subject: name, details: { sourceId: id } }
  changeData(database, deed, (state) => ({ ...state, sources: [...state.sources, id] }))
}

export const rulesOf = (...inputs: unknown[]): RuleInput[] => inputs.map((input) => ruleInput.parse(input))

export const applyRules = (project: TestProject, ...inputs: unknown[]) =>
  applyRulesOperation.run(project, rulesOf(...inputs), unattended)

/** What METHODS makes of a row: its type, units and money. */
export function actOf({ type, quantity, price, amount, discount }: WrittenAct): {
  type: string
  units: number
  money: number
} {
  const isReturn = type === 'purchase' && ((quantity ?? 1) < 0 || (quantity === null && (amount ?? 0) < 0))
  const computed = price === null ? 0 : (quantity ?? 1) * price - (discount ?? 0)
  return { type: isReturn ? 'return' : type, units: Math.abs(quantity ?? 1), money: Math.abs(amount ?? computed) }
}
