import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
let folder: string

function assay(...given: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'main/host/cli.ts'), ...given], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ASSAY_HOME: join(folder, 'home') },
  })
  return { status, stdout, stderr }
}

const json = (...given: string[]) => JSON.parse(assay(...given, '--json').stdout)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-shapes-'))
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  write('may.csv', 'order;customer;date;total;list\n1;c1;2024-05-13;30.00;A x2|B x1\n2;c2;2024-05-14;10.00;C x1\n')
  write('june.csv', 'order;customer;date;total;list\n3;c3;2024-06-13;30.00;A x2|D x1\n')
  write('bad.json', '[{"step":"compute","column":"x","expression":"totl * 2"}]')
  write('good.json', '[{"step":"compute","column":"amount","expression":"total * 2"}]')
  assay('new', 'shop.assay')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('shapes on the command line', () => {
  it('proposes a shape, takes it when told to, and next month takes it again', () => {
    const look = json('inspect', 'may.csv')
    expect(look).toMatchObject({ shape: [], template: null, shapeProposal: { reason: 'items', columns: ['list'] } })
    const taken = json('import', 'shop.assay', 'may.csv', '--kind', 'orders', '--shape', 'auto')
    expect(taken).toMatchObject({ recordsRead: 2, rowsRead: 3, rowsKept: 3 })
    const again = json('import', 'shop.assay', 'june.csv', '--again')
    expect(again).toMatchObject({
      rowsKept: 2,
      template: { name: 'may.csv', from: 'project' },
      changes: { newUsers: 1, newProducts: 1, daysBetween: 29, rowsRepeated: 0 },
    })
    // Remembered with the settings, too.
    expect(json('inspect', 'june.csv', '--template', 'settings')).toMatchObject({ template: { from: 'settings' } })
  })

  it('takes the steps of a file, and says where they do not fit', () => {
    const shaped = json('inspect', 'may.csv', '--shape', 'good.json')
    expect(shaped.columns.map(({ name }: { name: string }) => name)).toContain('amount')
    const bad = assay('inspect', 'may.csv', '--shape', 'bad.json')
    expect(bad.status).toBe(1)
    expect(bad.stderr).toContain('character 1')
    expect(assay('import', 'shop.assay', 'may.csv').status).toBe(2)
  })
})
