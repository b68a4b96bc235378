import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
let folder: string
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'assay-clean-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the command line as a process of its own; with `--json` stdout is exactly one document. */
function json(command: string, ...given: string[]) {
  const args = [join(root, 'main/host/cli.ts'), command, 'shop.assay', ...given, '--json']
  const options = { cwd: folder, encoding: 'utf8' as const, env: { ...process.env, ASSAY_HOME: join(folder, 'home') } }
  const { status, stdout } = spawnSync(process.execPath, args, options)
  return { status, value: JSON.parse(stdout) }
}

const write = (name: string, value: unknown) =>
  writeFileSync(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value))
const acts = () => json('profile').value.tables.behaviour.rows as number

it('cleans, merges, steps back and forth, and tells what was done', () => {
  write('orders.csv', 'user_id,time,amount\nA,2024-05-01,5\nA,2024-05-01,5\na,2024-05-02,900\n')
  write('rules.json', [{ kind: 'exactDuplicates' }, { kind: 'winsorise', settings: { quantile: 0.5 } }])
  expect(json('new').status).toBe(0)
  expect(json('import', 'orders.csv', '--kind', 'orders').status).toBe(0)

  const preview = json('rules', '--file', 'rules.json', '--preview').value
  expect(preview.rules[0]).toMatchObject({ rowsExcluded: 1, revenue: -5 })
  expect(preview.before).toMatchObject({ rows: 3, revenue: 910 })
  expect(json('rules').value).toEqual([])
  const rules = json('rules', '--file', 'rules.json').value
  expect(rules.map(({ effect }: { effect: { rowsExcluded: number } }) => effect.rowsExcluded)).toEqual([1, 0])
  expect(json('rules').value).toEqual(rules)
  expect(acts()).toBe(2)

  const suggested = json('merges', '--suggest', 'user').value
  expect(suggested).toMatchObject([{ entity: 'user', reason: 'id' }])
  write('merges.json', suggested)
  expect(json('merges', '--confirm', 'merges.json').value).toHaveLength(1)
  expect(json('profile').value.tables.behaviour.users).toBe(1)

  expect(json('undo').value).toMatchObject({ action: 'clean.merge', undoLeft: 2, redoLeft: 1 })
  expect(json('undo').value).toMatchObject({ action: 'clean.rules', undoLeft: 1, redoLeft: 2 })
  expect(acts()).toBe(3)
  expect(json('redo').value).toMatchObject({ action: 'clean.rules', undoLeft: 2, redoLeft: 1 })
  expect(acts()).toBe(2)
  expect(json('history', '--search', 'orders.csv').value).toMatchObject({ total: 1, rows: [{ action: 'import' }] })
  const [imported] = json('history', '--search', 'import').value.rows
  expect(json('profile', '--as-of', String(imported.stateId)).value.tables.behaviour.rows).toBe(3)
  expect(json('profile', '--as-of', '99').value.error.code).toBe('history.unknown')
  expect(json('compact').value.deleted).toEqual([])
})

it('says what is wrong with a list of rules', () => {
  write('broken.json', '[{')
  const { status, value } = json('rules', '--file', 'broken.json')
  expect([status, value.error.code]).toEqual([2, 'input.invalid'])
  write('unknown.json', [{ kind: 'magic' }])
  expect(json('rules', '--file', 'unknown.json').value.error.code).toBe('input.invalid')
})

it('declares types of attributes and lists them', () => {
  write('users.csv', 'user_id,since,tier\nA,13/04/2024,1\na,02/05/2024,gold\n')
  expect(json('import', 'users.csv', '--kind', 'users').status).toBe(0)
  const preview = json('types', '--attribute', 'tier', '--as', 'number', '--preview').value
  expect(preview).toMatchObject({ users: 2, readable: 1, unreadable: [{ value: 'gold', users: 1 }] })
  const declared = json('types', '--attribute', 'since', '--as', 'date').value
  expect(declared).toMatchObject([{ name: 'since', reading: { as: 'date', dates: 'dayFirst' }, unreadable: 0 }, {}])
  expect(json('types').value).toEqual(declared)
  expect(json('undo').value).toMatchObject({ action: 'dataset.declareTypes', subject: 'since' })
  expect(json('types').value[0].reading).toBeNull()
  expect(json('types', '--attribute', 'since').status).toBe(2)
  expect(json('types', '--attribute', 'since', '--as', 'colour').status).toBe(2)
})
