import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createApp } from '../../main/app.ts'
import { forkProcess } from '../../main/host/spawn.ts'

const root = resolve(import.meta.dirname, '../..')
let folder: string
let project: string

/** The command line as it is run: a process of its own. */
function assay(...given: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'main/host/cli.ts'), ...given], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ASSAY_HOME: join(folder, 'home') },
  })
  return { status, stdout, stderr }
}

const failure = (...given: string[]) => {
  const { status, stdout } = assay(...given, '--json')
  return { status, ...(JSON.parse(stdout) as { error: { code: string } }) }
}

const rows = (month: string, users: number) =>
  Array.from({ length: users }, (_, u) => `u${u},2024-${month}-1${u % 9},p${u % 3},purchase,${10 + u}`).join('\n')

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-report-cli-'))
  project = join(folder, 'shop.assay')
  writeFileSync(join(folder, 'products.csv'), 'product_id,brand\np0,=Aster\np1,海岬\np2,Birch\n')
  writeFileSync(join(folder, 'may.csv'), `user_id,time,product_id,type,amount\n${rows('05', 20)}\n`)
  writeFileSync(join(folder, 'june.csv'), `user_id,time,product_id,type,amount\n${rows('06', 30)}\n`)
  assay('new', project)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('fails with one reason each for what is missing', () => {
  const report = (...given: string[]) => failure('report', project, ...given)
  expect(report('--template', 'data-quality', '--out', 'a.html')).toMatchObject({ status: 1, error: { code: 'report.noData' } }) // prettier-ignore
  expect(report('--template', 'brand-review', '--out', 'a.html').error.code).toBe('report.noBrands')
  expect(report('--out', 'a.html').error.code).toBe('report.noRun')
  expect(report('--out', 'a.html', '--run', '9').error.code).toBe('model.unknownRun')
  expect(report('--out', 'a.docx').error.code).toBe('report.unknownFormat')
  expect(report('--report', 'Nothing', '--out', 'a.html').error.code).toBe('report.unknown')
  expect(assay('report', project, '--out', 'a.html', '--template', 'nothing').status).toBe(2)
  const { status, stderr } = assay('report', project, '--template', 'brand-review', '--out', 'a.pdf')
  expect(status).toBe(1)
  expect(stderr).toContain('Expected purchases of products with a brand, found none in this project.')
  expect(assay('report', project, '--out', 'a.html', '--run', '9').stderr).toContain(
    'There is no run #9 in this project. Choose another run.',
  )
  const missing = assay('report', project, '--template', 'data-quality', '--out', 'nope/a.html').stderr
  expect(missing).toContain(
    `The folder to write into is not there: ${join(folder, 'nope')}. Make the folder first, or choose another place.`,
  )
  expect(readdirSync(folder).filter((name) => name.startsWith('a.'))).toEqual([])
}, 120_000)

it('writes a saved report again on the next month, with what has changed', async () => {
  assay('import', project, 'products.csv', '--kind', 'products')
  assay('import', project, 'may.csv', '--kind', 'behaviour')
  const app = createApp({ spawn: forkProcess, emit() {} })
  await app.call('project.open', { path: project })
  await app.call('insight.saveFilter', {
    name: 'The 12th',
    filter: { period: { from: '2024-05-12', to: '2024-05-12' } },
  })
  const saved = await app.call('report.save', { name: 'Brands', definition: { template: 'brandReview' } })
  expect(saved.ok).toBe(true)
  await app.close()
  expect(assay('report', project, '--report', 'brands', '--out', 'may.html').status).toBe(0)
  assay('import', project, 'june.csv', '--kind', 'behaviour')
  const { status, stdout } = assay('report', project, '--report', 'Brands', '--out', 'june.csv', '--json')
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ path: join(folder, 'june.csv'), remembered: true })
  const lines = readFileSync(join(folder, 'june.csv'), 'utf8').split('\r\n')
  expect(lines).toContain('Customers who bought,20,30,50.0%'.replace('50.0%', '0.5'))
  expect(lines.some((line) => line.startsWith("'=Aster,"))).toBe(true)
}, 120_000)

it('tells of all time as the page does, or of a filter by its name', () => {
  const buyers = (...given: string[]) => {
    const { status, stderr } = assay('report', project, '--template', 'brand-review', '--out', 'filter.csv', ...given)
    expect([status, stderr.includes('Expected')]).toEqual([0, false])
    const line = readFileSync(join(folder, 'filter.csv'), 'utf8').split('\r\n').find((one) => one.startsWith('Customers who bought,')) // prettier-ignore
    return line?.split(',')[1]
  }
  expect(buyers()).toBe('30')
  // u2 and u11 bought on the 12th of May.
  expect(buyers('--saved-filter', 'the 12TH')).toBe('2')
  const { status, error } = failure('report', project, '--template', 'brand-review', '--out', 'b.html', '--saved-filter', 'none') // prettier-ignore
  expect({ status, error }).toMatchObject({
    ...{ status: 1, error: { code: 'report.unknownFilter', details: { name: 'none', names: '“The 12th”' } } },
  })
}, 120_000)

it.skipIf(process.platform !== 'linux')(
  'names the file that was asked for where none can be made',
  () => {
    const { status, stderr } = assay('report', project, '--template', 'data-quality', '--out', '/proc/x.html')
    expect(status).toBe(1)
    expect(stderr.trim().split('\n').at(-1)).toMatch(/read-only folder: \/proc\/x\.html\. Choose another place/)
  },
  60_000,
)
