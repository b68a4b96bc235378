import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { saveIdsOperation } from '../../main/insight/customers/listOperations.ts'
import { openForWriting } from '../../main/storage/open.ts'

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

/** 80 customers; the even ones buy much and often. Every fourth is on the list. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-customers-'))
  const rows = Array.from({ length: 80 }, (_, at) =>
    Array.from({ length: at % 2 === 0 ? 6 : 2 }, (_, n) => `c${at},2024-0${n + 1}-${10 + (at % 17)},${at % 2 === 0 ? 90 + at : 5 + at},p${at % 2}`),
  ) // prettier-ignore
  writeFileSync(join(folder, 'orders.csv'), ['user_id,time,amount,product_id', ...rows.flat(), ''].join('\n'))
  assay('new', 'shop.assay')
  assay('import', 'shop.assay', 'orders.csv', '--kind', 'orders')
  const project = openForWriting(join(folder, 'shop.assay'))
  const ids = Array.from({ length: 20 }, (_, at) => `c${at * 4}`)
  await saveIdsOperation.run(project, { name: 'often', how: 'replace', ids, path: null }, unattended)
  project.database.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('writes portraits of all and of a list', () => {
  const all = assay('portraits', 'shop.assay', '--out', 'all.csv', '--json')
  expect(JSON.parse(all.stdout)).toMatchObject({ rows: 80 })
  expect(assay('portraits', 'shop.assay', '--out', 'often.csv', '--list', 'often').stdout).toContain('20 portraits')
  const ids = readFileSync(join(folder, 'often.csv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split(',')[0]) // prettier-ignore
  expect(ids.every((id) => Number(id.slice(1)) % 4 === 0)).toBe(true)
  const unknown = assay('portraits', 'shop.assay', '--out', 'x.csv', '--list', 'rare')
  expect([unknown.status, unknown.stderr.trim().split('\n').length]).toEqual([2, 1])
  expect(unknown.stderr).toContain('"often"')
})

it('writes the customers most like a list', () => {
  const found = assay('lookalikes', 'shop.assay', '--list', 'often', '--top', '20', '--out', 'alike.csv')
  expect(found.stdout).toMatch(
    /20 customers of the list, 60 others\nAUC 0\.\d+ \(.*\), by lot 0\.5\n20 customers in alike\.csv/,
  )
  const [header, ...rows] = readFileSync(join(folder, 'alike.csv'), 'utf8').trim().split('\n')
  expect(header.split(',')).toContain('likeness')
  const twins = rows.filter((line) => Number(line.split(',')[0].slice(1)) % 4 === 2)
  expect([rows.length, twins.length]).toEqual([20, 20])
})
