import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../../main/app.ts'
import { unattended, type Job } from '../../../main/base/job.ts'
import type { CommandInput, CommandName, CommandResult, Events } from '../../../main/contract.ts'
import { generateSampleShop } from '../../../main/dataset/sample/generate.ts'
import { forkProcess } from '../../../main/host/spawn.ts'
import { loadScorer } from '../../../main/model/export/scorer.ts'
import type { ExportManifest, ScoreRecord, WrittenExport } from '../../../main/model/export/types.ts'

let folder: string
const ended = new Map<string, (job: Job) => void>()
const app = createApp({
  spawn: forkProcess,
  emit<Name extends keyof Events>(name: Name, data: Events[Name]) {
    if (name === 'job.ended') ended.get((data as Job).id)?.(data as Job)
  },
})

const reply = <Name extends CommandName>(name: Name, input: CommandInput<Name>) => app.call(name, input)

async function call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandResult<Name>> {
  const answer = await reply(name, input)
  if (!answer.ok) throw new Error(answer.error.message)
  return answer.value
}

async function end<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Job> {
  const { jobId } = (await call(name, input)) as { jobId: string }
  return new Promise<Job>((resolve) => ended.set(jobId, resolve))
}

async function job<Result>(name: CommandName, input: object): Promise<Result> {
  const { error, result } = await end(name, input as never)
  if (error) throw new Error(error.message)
  return result as Result
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-export-'))
  const { files } = await generateSampleShop(join(folder, 'data'), { customers: 300, products: 150 }, unattended)
  await call('project.create', { path: join(folder, 'shop.assay'), currency: 'CNY', timezone: 'Asia/Shanghai' })
  for (const { kind, path } of files) await job('dataset.import', { file: { path }, kind })
  const members = { networks: 2 }
  const sequences = { sequenceLength: 8, sequenceWidth: 8, embeddingWidth: 4 }
  const config = { epochs: 2, towerWidth: 16, fusionWidth: 16, ...sequences, members }
  const own = [{ name: 'any hat', kind: 'yesNo', types: ['view'] }]
  await job('model.train', { setup: { own }, config, engine: 'wasm' })
}, 600_000)
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

const lines = (path: string): string[] => readFileSync(path, 'utf8').trim().split('\n')

/** The rows of a CSV whose cells hold no commas that matter here. */
function readCsv(path: string): Record<string, string>[] {
  const [head, ...rows] = lines(path).map((line) =>
    [...line.matchAll(/"((?:[^"]|"")*)"|([^,]*)(?:,|$)/g)].map(([, q, p]) => q ?? p),
  )
  return rows.map((cells) => Object.fromEntries(head.map((name, i) => [name, cells[i]])))
}

const close = (value: number | undefined, expected: string) =>
  expect(Math.abs((value ?? NaN) - Number(expected)) / (1e-3 + Math.abs(Number(expected)))).toBeLessThan(2e-4)

test('an export scores records outside as Assay scores them', async () => {
  const out = join(folder, 'model')
  const { manifest } = await job<WrittenExport>('model.export', { runId: 1, target: { path: out } })
  for (const { name, bytes, sha256 } of manifest.files) {
    const content = readFileSync(join(out, name))
    expect([content.length, createHash('sha256').update(content).digest('hex')]).toEqual([bytes, sha256])
  }
  const { loadModel, score } = await loadScorer()
  const model = await loadModel(pathToFileURL(`${out}/`))
  const figures = { users: ['ltv', 'amount'], products: ['potential', 'units'], loyalty: ['loyalty', 'p'] } as const
  const columns = { users: 'ltv', products: 'units', loyalty: 'p' } as const
  for (const entity of ['users', 'products', 'loyalty'] as const) {
    const paths = { records: join(folder, `${entity}.jsonl`), scores: join(folder, `${entity}.csv`) }
    await job('model.exportRecords', { runId: 1, entity, target: { path: paths.records } })
    await job('model.exportScores', { runId: 1, entity, target: { path: paths.scores } })
    const scores = new Map(
      readCsv(paths.scores).map((row) => [`${row.id}|${entity === 'loyalty' ? row.brand : ''}`, row]),
    )
    const records = lines(paths.records).map(
      (line) => JSON.parse(line) as { id: string; brand?: string; record: ScoreRecord },
    )
    expect(records.length).toBe(scores.size)
    const [task, output] = figures[entity]
    for (const { id, brand = '', record } of records) {
      const said = score(model, record)
      close(said[task]?.[output], scores.get(`${id}|${brand}`)?.[columns[entity]] ?? '')
      if (entity === 'users') close(said.ltv?.high, scores.get(`${id}|`)?.ltvHigh ?? '')
    }
  }
  const examples = JSON.parse(readFileSync(join(out, 'example.json'), 'utf8')) as Record<
    string,
    { record: ScoreRecord; scores: object }
  >
  expect(Object.keys(examples)).toEqual(['user', 'product', 'pair'])
  for (const { record, scores } of Object.values(examples)) expect(score(model, record)).toEqual(scores)
  expect(readFileSync(join(out, 'README.md'), 'utf8')).not.toMatch(/export\.readme|undefined|\{\w+\}/)
})

test('a folder of somebody else is left alone, an export is replaced', async () => {
  const [foreign, own] = [join(folder, 'foreign'), join(folder, 'again')]
  mkdirSync(foreign)
  writeFileSync(join(foreign, 'notes.txt'), 'mine')
  expect(await end('model.export', { runId: 1, target: { path: foreign } })).toMatchObject({
    error: { code: 'file.exists' },
  })
  expect(readdirSync(foreign)).toEqual(['notes.txt'])
  for (const language of ['en', 'zh-CN'] as const) {
    await job('model.export', { runId: 1, target: { path: own }, language })
  }
  expect(readFileSync(join(own, 'README.md'), 'utf8')).toContain('局限')
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  expect(await end('model.export', { runId: 9, target: { path: own } })).toMatchObject({
    error: { code: 'model.unknownRun' },
  })
})

test('a small model is far smaller, and its manifest says what it loses', async () => {
  const out = join(folder, 'small.zip')
  const { manifest } = await job<{ manifest: ExportManifest }>('model.export', {
    runId: 1,
    target: { path: out },
    small: true,
    engine: 'wasm',
  })
  const note = manifest.distillation
  if (!note) throw new Error('no note on what is lost')
  expect(note.bytesSmall).toBeLessThan(note.bytesWhole / 5)
  expect(Object.keys(note.tasks)).toEqual(Object.keys(manifest.tasks))
  for (const [task, { metric, whole, difference }] of Object.entries(note.tasks)) {
    expect(whole.value).toBeCloseTo(manifest.tasks[task as 'ltv']?.metrics[metric].value ?? NaN, 6)
    expect(difference.low).not.toBeNull()
  }
  expect(readFileSync(out).subarray(0, 2).toString()).toBe('PK')
})

test('a customer is scored live as it is stored, and moves with its session', async () => {
  const { rows } = await call('model.users', { runId: 1, limit: 20, offset: 0 })
  const { rows: pairs } = await call('model.pairs', { runId: 1, limit: 1, offset: 0 })
  for (const { id, ltv, repurchase, ltvLow } of rows) {
    const { scores, cold } = await call('model.scoreRecord', { userId: id })
    close(scores.ltv?.amount, String(ltv))
    close(scores.ltv?.low, String(ltvLow))
    close(scores.repurchase?.p, String(repurchase))
    expect(cold).toBe(false)
  }
  const strangers = (await call('model.cold', { runId: 1, limit: 5, offset: 0 })).rows
  expect(strangers.length).toBeGreaterThan(0)
  for (const { id, ltv, p } of strangers) {
    const { scores, cold } = await call('model.scoreRecord', { userId: id })
    expect(cold).toBe(true)
    close(scores.ltv?.amount, String(ltv))
    close(scores.repurchase?.p, String(p))
  }
  const purchase = { time: '2030-01-01T10:30', type: 'purchase', quantity: 2, amount: 250 }
  const stranger = await call('model.scoreRecord', { userId: 'somebody new', acts: [purchase] })
  expect(stranger).toMatchObject({ known: false, cold: false })
  expect(stranger.scores.ltv?.amount).toBeGreaterThan(0)
  const [{ id, brand, p, share }] = pairs
  const asked = await call('model.scoreRecord', { userId: id, brands: [brand] })
  close(asked.loyalty[0].p ?? NaN, String(p))
  close(asked.loyalty[0].share ?? NaN, String(share))

  const [{ id: userId, ltv }] = rows
  const time = `${asked.dataEnd}T10:30`
  const acts = [{ time, type: '购买', quantity: 1, amount: 900, product_id: 'no such product' }]
  const moved = await call('model.scoreRecord', { userId, acts })
  expect(moved.asOf > moved.dataEnd).toBe(true)
  expect(moved.unknownProducts).toEqual(['no such product'])
  expect(moved.scores.ltv?.amount).not.toBeCloseTo(ltv ?? NaN, 3)
})

test('what a prediction is made of adds up to it, and to what is stored', async () => {
  const { rows } = await call('model.users', { runId: 1, limit: 3, offset: 0 })
  for (const { id, ltv, repurchase } of rows) {
    const { outputs } = await call('explain.customer', { runId: 1, userId: id })
    expect(outputs.map(({ output }) => output)).toEqual(['ltv', 'repurchase'])
    close(outputs[0].predicted, String(ltv))
    close(outputs[1].predicted, String(repurchase))
    for (const { typical, predicted, parts } of outputs) {
      expect(parts.length).toBeGreaterThan(4)
      const sum = parts.reduce((total, { value }) => total + value, typical)
      expect(Math.abs(sum - predicted)).toBeLessThan(1e-6 * (1 + Math.abs(predicted)))
    }
    // The networks of this run read acts one by one: those are a part of their own.
    expect(outputs[0].parts.map(({ concept }) => concept)).toContain('acts')
  }
  const typical = await Promise.all(rows.map(async ({ id }) => (await call('explain.customer', { runId: 1, userId: id })).outputs[0].typical)) // prettier-ignore
  expect(new Set(typical).size).toBe(1)
  const [stranger] = (await call('model.cold', { runId: 1, limit: 1, offset: 0 })).rows
  for (const [userId, code] of [
    [stranger.id, 'live.noPurchase'],
    ['nobody', 'live.unknownUser'],
  ]) {
    expect(await reply('explain.customer', { runId: 1, userId })).toMatchObject({ ok: false, error: { code } })
  }
})

test('what a live score can not be given of is said', async () => {
  const [{ id: userId }] = (await call('model.users', { runId: 1, limit: 1, offset: 0 })).rows
  const code = async (input: object) => {
    const answer = await reply('model.scoreRecord', input as CommandInput<'model.scoreRecord'>)
    return answer.ok ? null : answer.error.code
  }
  expect(await code({ userId: 'nobody' })).toBe('live.unknownUser')
  expect(await code({ userId, brands: ['no such brand'] })).toBe('live.unknownBrand')
  expect(await code({ userId, runId: 7 })).toBe('model.unknownRun')
  expect(await code({ userId, acts: [{ time: 'soon', type: 'view' }] })).toBe('input.invalid')
  expect(await code({ userId, acts: [{ time: '2001-01-01', type: 'view' }] })).toBe('input.invalid')
  expect(await code({ userId, acts: [{ time: 0, type: 'view', amonut: 3 }] })).toBe('input.invalid')
  await job('dataset.undo', {})
  expect(await code({ userId })).toBe('export.dataChanged')
  expect(
    await end('model.exportRecords', { runId: 1, entity: 'users', target: { path: join(folder, 'x') } }),
  ).toMatchObject({
    error: { code: 'export.dataChanged' },
  })
})
