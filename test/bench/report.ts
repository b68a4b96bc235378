/**
 * A brand review of twenty pages or more with Chinese text as PDF, on the sample shop with the language and names of its
 * catalogue: how long the command takes from its start to the file, and whether its text can be selected. The other formats
 * are timed beside it.
 *
 *   node test/bench/report.ts [--out FOLDER]
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { createApp } from '../../main/app.ts'
import type { Job } from '../../main/base/job.ts'
import type { CommandInput, CommandName, CommandResult, Events } from '../../main/contract.ts'
import { printWithBrowser } from '../../main/host/printWithBrowser.ts'
import { forkProcess } from '../../main/host/spawn.ts'
import { reportFormats } from '../../main/report/contract.ts'

const { values: options } = parseArgs({ options: { out: { type: 'string' } } })
const goals = { seconds: 15, pages: 20, htmlBytes: 3_000_000 }
/** Brands looked at one by one, and rows of lists: as many as make a long review. */
const detailed = 27
const listed = 60

const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'))
const out = options.out ? resolve(options.out) : folder
mkdirSync(out, { recursive: true })
const project = join(folder, 'shop.assay')
const ended = new Map<string, (job: Job) => void>()
const app = createApp({
  spawn: forkProcess,
  print: printWithBrowser,
  emit<Name extends keyof Events>(name: Name, data: Events[Name]) {
    if (name === 'job.ended') ended.get((data as Job).id)?.(data as Job)
  },
})
try {
  await call('project.create', { path: project, currency: 'CNY', timezone: 'Asia/Shanghai' })
  await job('dataset.importSample', {})
  const { brands } = await call('insight.loyalty', { categoryId: null })
  const definition = {
    template: 'brandReview' as const,
    language: 'zh-CN' as const,
    notes: '本季回顾：**忠诚度**随规模而变；请先看“忠诚度与规模”一节。',
    listed,
    filters: { brands: brands.slice(0, detailed).map(({ brandId }) => brandId) },
  }
  await call('report.save', { name: 'Bench', definition })
  await app.close()
  const seconds = Object.fromEntries(reportFormats.map((format) => [format, write(format)]))
  const pdf = join(out, 'review.pdf')
  const pages = Number(/^Pages:\s+(\d+)/m.exec(execFileSync('pdfinfo', [pdf], { encoding: 'utf8' }))?.[1])
  const text = execFileSync('pdftotext', [pdf, '-'], { encoding: 'utf8' }).replace(/\s+/g, '')
  const isSelectable = ['品牌忠诚度回顾', '忠诚度阶梯', '本季回顾'].every((words) => text.includes(words))
  for (const format of reportFormats) {
    const bytes = statSync(join(out, `review.${format}`)).size
    console.log(`${format}: ${seconds[format].toFixed(1)} s, ${(bytes / 1e6).toFixed(2)} MB`)
  }
  const html = statSync(join(out, 'review.html')).size
  console.log(
    `a brand review of ${pages} pages as PDF takes ${seconds.pdf.toFixed(1)} s from the command line (goal: ${goals.pages} pages within ${goals.seconds} s); text ${isSelectable ? 'can' : 'can NOT'} be selected`,
  )
  if (pages < goals.pages || seconds.pdf > goals.seconds || !isSelectable || html > goals.htmlBytes)
    process.exitCode = 1
} finally {
  await app.close()
  rmSync(folder, { recursive: true })
}

/** Seconds that the command takes, its own start among them. */
function write(format: string): number {
  const startedAt = performance.now()
  const cli = join(import.meta.dirname, '..', '..', 'main', 'host', 'cli.ts')
  const parts = [cli, 'report', project, '--report', 'Bench', '--out', join(out, `review.${format}`)]
  const { status, stderr } = spawnSync(process.execPath, [...process.execArgv, ...parts], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return (performance.now() - startedAt) / 1000
}

async function call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandResult<Name>> {
  const reply = await app.call(name, input)
  if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`)
  return reply.value
}

async function job<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<void> {
  const { jobId } = (await call(name, input)) as { jobId: string }
  const { error } = await new Promise<Job>((resolve) => ended.set(jobId, resolve))
  if (error) throw new Error(error.message)
}
