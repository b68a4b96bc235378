import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { generateSampleShop } from '../../main/dataset/sample/generate.ts'

const root = resolve(import.meta.dirname, '../..')
let folder: string
let project: string

function assay(...given: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'main/host/cli.ts'), ...given], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ASSAY_HOME: join(folder, 'home') },
  })
  return { status, stdout, stderr }
}

function json(...given: string[]) {
  const { status, stdout } = assay(...given, '--json')
  return { status, value: JSON.parse(stdout) }
}

const train = (...given: string[]) => json('train', project, '--engine', 'wasm', ...given)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-transfer-'))
  project = join(folder, 'shop.assay')
  await generateSampleShop(join(folder, 'data'), { customers: 400, products: 150 }, unattended)
  assay('new', project)
  for (const kind of ['products', 'users', 'behaviour']) {
    assay('import', project, join('data', `${kind}.csv`), '--kind', kind)
  }
  // With sequences, several horizons and a task whose name holds a point: what a run that is gone on from must keep.
  const own = [{ name: 'Views v1.5', kind: 'yesNo', types: ['view'], window: { fromDay: 0, toDay: 30 } }]
  const config = {
    own,
    horizons: [30],
    preset: 'quick',
    epochs: 2,
    towerWidth: 8,
    fusionWidth: 8,
    sequenceLength: 6,
    sequenceWidth: 8,
  }
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config))
  writeFileSync(join(folder, 'ruin.json'), JSON.stringify({ learningRate: 0.5, epochs: 2 }))
  expect(train('--config', 'config.json', '--tasks', 'ltv,repurchase').status).toBe(0)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('saves towers and starts another training from them', () => {
  expect(json('towers', project, '--run', '1', '--out', 'shop.assaymodel').value).toMatchObject({ networks: 1 })
  const { value } = train(
    ...['--config', 'config.json', '--tasks', 'repurchase', '--from', 'shop.assaymodel', '--transfer', 'frozen'],
  )
  const { kind, file, transfer, matched } = value.origin
  expect([kind, file, transfer]).toEqual(['towers', 'shop.assaymodel', 'frozen'])
  // All but those that stand for a value of the customers file, and those without spread, which do not count.
  expect(matched.columns.known).toBeGreaterThan(0.85 * matched.columns.all)
  expect(matched.columns.known).toBeLessThan(matched.columns.all)
  expect(matched.brands.known).toBe(matched.brands.all)
  expect(assay('runs', project).status).toBe(0)
})

it('goes on from a run, and keeps that run’s model and scores where it made it worse', () => {
  const { value } = train('--continue', '1', '--config', 'ruin.json')
  expect(value.origin).toMatchObject({ kind: 'run', runId: 1, guard: { kept: 'earlier' } })
  expect(Object.keys(value.tasks)).toEqual(['ltv', 'repurchase', 'yesNo:Views v1.5'])
  expect(Object.keys(value.origin.guard.tasks)).toContain('yesNo:Views v1.5')
  for (const run of [1, value.runId]) {
    assay('score', project, '--run', `${run}`, '--entity', 'users', '--out', `scores-${run}.csv`)
  }
  const scores = (run: number) => readFileSync(join(folder, `scores-${run}.csv`), 'utf8')
  expect(scores(value.runId)).toBe(scores(1))
})

it('says what does not go together', () => {
  const failing = (...given: string[]) => {
    const { status, value } = train(...given)
    return [status, value.error.code]
  }
  expect(failing('--transfer', 'lora')).toEqual([2, 'input.invalid'])
  expect(failing('--from', 'shop.assaymodel', '--continue', '1')).toEqual([2, 'input.invalid'])
  expect(failing('--continue', '99')).toEqual([1, 'model.unknownRun'])
  expect(failing('--from', 'config.json')).toEqual([1, 'model.notTowers'])
  expect(failing('--continue', '1', '--cutoff', '2025-12-01')).toEqual([1, 'model.continuesEarlier'])
})
