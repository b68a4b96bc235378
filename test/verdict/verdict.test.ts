import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp, type App } from '../../main/app.ts'
import type { Job } from '../../main/base/job.ts'
import type { CommandInput, CommandName, CommandResult, Events } from '../../main/contract.ts'
import { forkProcess } from '../../main/host/spawn.ts'
import { contenders, rivals, type RobustnessReport } from '../../main/verdict/types.ts'
import { createRandomShop } from '../features/randomShop.ts'

const horizonDays = 60
// Customer value in two increments: it is asked for, and shown, as a whole.
const config = { preset: 'quick' as const, epochs: 2, towerWidth: 8, fusionWidth: 8, gate: true, horizons: [30] }
const backtest = { dates: 4, setup: { horizonDays }, config, engine: 'wasm' as const }

let app: App
let home: string
const ended = new Map<string, (job: Job) => void>()
/** What jobs told, by name. */
const told: { name: string; data: unknown }[] = []
let progressed: (() => void) | null = null

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'assay-verdict-'))
  const { shop } = createRandomShop(4, 'UTC', 150)
  const { path } = shop.project
  shop.project.database.close()
  app = createApp({
    spawn: forkProcess,
    settingsFolder: home,
    emit<Name extends keyof Events>(name: Name, data: Events[Name]) {
      if (name === 'job.ended') ended.get((data as Job).id)?.(data as Job)
      if (name === 'job.note') told.push(data as Events['job.note'])
      if (name === 'job.progress') progressed?.()
    },
  })
  await call('project.open', { path })
})
afterAll(async () => {
  await app.close()
  rmSync(home, { recursive: true, force: true })
})

async function call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandResult<Name>> {
  const reply = await app.call(name, input)
  if (!reply.ok) throw new Error(`${reply.error.code} ${reply.error.message}`)
  return reply.value
}

async function job<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Job> {
  const { jobId } = (await call(name, input)) as { jobId: string }
  return new Promise((resolve) => ended.set(jobId, resolve))
}

describe('a backtest', () => {
  it('plans legal dates, a horizon or half of one apart', async () => {
    const plan = await call('verdict.plan', { dates: 2, horizonDays })
    expect(plan.cutoffs).toHaveLength(2)
    const [latest, before] = plan.cutoffs.map((day) => Date.parse(day) / 86_400_000)
    expect(latest - before).toBe(plan.stepDays)
    await expect(call('verdict.plan', { dates: 2, horizonDays: 3000 })).rejects.toThrow('verdict.noDates')
  })

  it('is refused without customer value among the tasks', async () => {
    await expect(call('verdict.backtest', { ...backtest, setup: { tasks: ['potential'] } })).rejects.toThrow('ltv')
  })

  it('leaves nothing behind when it is cancelled', async () => {
    const running = new Promise<void>((resolve) => (progressed = resolve))
    const { jobId } = await call('verdict.backtest', backtest)
    const end = new Promise<Job>((resolve) => ended.set(jobId, resolve))
    await running
    await call('job.cancel', { jobId })
    expect((await end).state).toBe('cancelled')
    expect(await call('verdict.backtests', {})).toEqual([])
  })

  it('is stored with its dates and can be asked for any target', async () => {
    told.length = 0
    const { state, result, error } = await job('verdict.backtest', backtest)
    expect([state, error]).toEqual(['done', null])
    const [stored] = await call('verdict.backtests', {})
    expect(result).toEqual({ backtestId: stored.backtestId })
    const plan = await call('verdict.plan', { dates: 4, horizonDays })
    expect(stored.dates.map(({ cutoff }) => cutoff)).toEqual(plan.cutoffs)
    // The shop's last returns come long after its last purchase: nobody brought anything after the latest dates.
    expect(stored.dates[0]).toMatchObject({ skipped: 'features.nothingToLearn', customers: 0 })
    const tested = stored.dates.filter(({ skipped }) => skipped === null)
    expect(tested.length).toBeGreaterThanOrEqual(2)
    expect(stored.stale).toBe(false)
    expect(stored.engine.name).toBe('wasm')
    const steps = told.filter(({ name }) => name === 'backtestStep').map(({ data }) => data as { cutoff: string })
    expect([...new Set(steps.map(({ cutoff }) => cutoff))]).toEqual(plan.cutoffs)

    const { backtestId } = stored
    const tenth = await call('verdict.reached', { backtestId, target: { share: 0.1 } })
    // The same customers and seed: what is asked for later is what the chart was drawn from.
    expect(stored.curve.find(({ target }) => 'share' in target && target.share === 0.1)).toEqual(tenth)
    const everybody = await call('verdict.reached', { backtestId, target: { count: 100_000 } })
    for (const name of contenders) {
      expect(everybody.pooled.reached[name].value).toBeCloseTo(everybody.pooled.everybody, 6)
    }
    for (const name of rivals) expect(everybody.pooled.ahead[name].value).toBeCloseTo(0, 6)
    expect(tenth.dates.map(({ cutoff, customers }) => [cutoff, customers])).toEqual(
      tested.map(({ cutoff, customers }) => [cutoff, customers]),
    )
    expect(tenth.pooled.reached.assay.value).toBeGreaterThan(0)
    const sum = tenth.dates.reduce((all, { reached }) => all + (reached.assay.value ?? 0), 0)
    expect(tenth.pooled.reached.assay.value).toBeCloseTo(sum, 6)
    await expect(call('verdict.reached', { backtestId, target: { share: 2 } })).rejects.toThrow('input.invalid')
    await expect(call('verdict.reached', { backtestId: 99, target: { share: 1 } })).rejects.toThrow(
      'verdict.unknownBacktest',
    )
  })

  it('is deleted with its rows', async () => {
    const [{ backtestId }] = await call('verdict.backtests', {})
    await call('verdict.deleteBacktest', { backtestId })
    expect(await call('verdict.backtests', {})).toEqual([])
    await expect(call('verdict.deleteBacktest', { backtestId })).rejects.toThrow('verdict.unknownBacktest')
  })
})

describe('a run with a gate', () => {
  let runId: number
  beforeAll(async () => {
    const setup = { horizonDays, cutoff: '2023-12-01', tasks: ['ltv', 'repurchase'] as ('ltv' | 'repurchase')[] }
    const { result, error } = await job('model.train', { setup, config, engine: 'wasm' })
    expect(error).toBeNull()
    runId = (result as { runId: number }).runId
  })

  it('keeps how the towers were weighed for every score', async () => {
    const towers = await call('model.towers', { runId })
    const { scored, tasks } = await call('model.run', { runId })
    expect(towers.map(({ task, rows }) => [task, rows])).toEqual([
      ['ltv', scored.users],
      ['repurchase', scored.users],
    ])
    for (const { towers: own } of towers) {
      const means = Object.values(own).map(({ mean }) => mean)
      expect(means.reduce((sum, mean) => sum + mean, 0)).toBeCloseTo(1, 4)
    }
    const { rows } = await call('model.users', { runId, offset: 0, limit: 5 })
    for (const { behaviourShare, productShare, socialShare } of rows) {
      expect((behaviourShare ?? 0) + (productShare ?? 0) + (socialShare ?? 0)).toBeCloseTo(1, 4)
    }
    // What calibration changed stands in the report beside what it came to.
    expect(tasks.ltv?.uncalibrated?.calibration).toHaveLength(tasks.ltv?.calibration.length ?? 0)
  })

  it('is measured on worse rows, and the report is kept until the next one', async () => {
    expect(await call('verdict.robustnessOf', { runId })).toBeNull()
    const { result, error } = await job('verdict.robustness', { runId, noise: [1], attack: [0.5], engine: 'wasm' })
    expect(error).toBeNull()
    const report = await call('verdict.robustnessOf', { runId })
    expect(report).toEqual(result)
    expect(new Set(report?.changes.map(({ task }) => task))).toEqual(new Set(['ltv', 'repurchase']))
    expect(report?.attacked).toBe(true)
    await job('verdict.robustness', { runId, noise: [2], attack: [], engine: 'wasm' })
    const later = (await call('verdict.robustnessOf', { runId })) as RobustnessReport
    expect(later.settings.noise).toEqual([2])
    expect(later.changes.some(({ perturbation }) => perturbation.kind === 'pgd')).toBe(false)
    const unknown = await job('verdict.robustness', { runId: 99, engine: 'wasm' })
    expect(unknown.error?.code).toBe('model.unknownRun')
  })

  it('takes shares and report along when it is deleted', async () => {
    await call('model.deleteRun', { runId })
    expect(await call('model.towers', { runId })).toEqual([])
    expect(await call('verdict.robustnessOf', { runId })).toBeNull()
  })
})
