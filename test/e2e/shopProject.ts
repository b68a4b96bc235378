import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unattended, type Job } from '../../main/base/job.ts'
import { createApp } from '../../main/app.ts'
import type { CommandInput, CommandName, Events } from '../../main/contract.ts'
import { generateSampleShop } from '../../main/dataset/sample/generate.ts'
import type { SampleOptions } from '../../main/dataset/sample/types.ts'
import { forkProcess } from '../../main/host/spawn.ts'

type Config = CommandInput<'model.train'>['config']

export interface ShopProject {
  folder: string
  /** A closed project with the shop's five files and, where it was trained, one run, an explanation of each task, a small backtest and a robustness report. */
  project: string
  remove(): void
}

/** A sample shop's five files in a project of its own, and nothing learned from them. */
export const createUntrainedProject = (options: Partial<SampleOptions>): Promise<ShopProject> =>
  createProject(options, null)

/** Does the whole job on a sample shop, with real threads and trainers, for the tests and the pictures of the screens. */
export const createShopProject = (options: Partial<SampleOptions>, config: Config): Promise<ShopProject> =>
  createProject(options, config)

async function createProject(options: Partial<SampleOptions>, config: Config | null): Promise<ShopProject> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-e2e-'))
  const project = join(folder, 'Corner shop.assay')
  const { files } = await generateSampleShop(join(folder, 'data'), options, unattended)
  const { call, job, close } = createCaller()
  await call('project.create', { path: project, currency: 'CNY', timezone: 'Asia/Shanghai' })
  for (const { kind, path } of files) await job('dataset.import', { file: { path }, kind })
  if (config !== null) await learn(job, config)
  await close()
  return { folder, project, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

async function learn(job: ReturnType<typeof createCaller>['job'], config: Config): Promise<void> {
  await job('model.train', { config, engine: 'wasm' })
  for (const task of ['ltv', 'repurchase', 'potential', 'loyalty'] as const) {
    await job('explain.start', { runId: 1, task, repeats: 2, engine: 'wasm' })
  }
  await job('verdict.backtest', { config, engine: 'wasm' })
  await job('verdict.robustness', { runId: 1, engine: 'wasm' })
}

/** The app without a host: answers or throws. */
function createCaller() {
  const ended = new Map<string, (job: Job) => void>()
  const app = createApp({
    spawn: forkProcess,
    emit<Name extends keyof Events>(name: Name, data: Events[Name]) {
      if (name === 'job.ended') ended.get((data as Job).id)?.(data as Job)
    },
  })
  async function call<Name extends CommandName>(name: Name, input: CommandInput<Name>) {
    const reply = await app.call(name, input)
    if (!reply.ok) throw new Error(reply.error.message)
    return reply.value
  }
  async function job<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Job> {
    const { jobId } = (await call(name, input)) as { jobId: string }
    const job = await new Promise<Job>((resolve) => ended.set(jobId, resolve))
    if (job.error) throw new Error(job.error.message)
    return job
  }
  return { call, job, close: () => app.close() }
}
