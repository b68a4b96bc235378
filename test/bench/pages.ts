/**
 * How long the workbench's pages take to answer while 2 million rows are imported: the app itself is asked, in turn, for
 * what the start page and the data page show, every 20 ms until the import is done.
 *
 *   node test/bench/pages.ts [--rows 2000000]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createApp, type App } from '../../main/app.ts'
import type { CommandInput, CommandName, CommandResult } from '../../main/contract.ts'
import { forkProcess } from '../../main/host/spawn.ts'
import { writeBehaviour } from './behaviourFile.ts'

const { values: options } = parseArgs({ options: { rows: { type: 'string', default: '2000000' } } })
const rows = Number(options.rows)
const asked = ['dataset.sources', 'project.state', 'model.runs'] as const
/** The longest that a page may take, in milliseconds. */
const goalMs = 300
const pauseMs = 20

const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'))
const app = createApp({ spawn: forkProcess, emit() {} })
try {
  await openProject()
  report(await timeDuringImport())
} finally {
  await app.close()
  rmSync(folder, { recursive: true })
}

/** A project that has some behaviour already. */
async function openProject(): Promise<void> {
  await call(app, 'project.create', { path: join(folder, 'bench.assay') })
  const jobId = await startImport('earlier.csv', rows / 10)
  while (await isRunning(jobId)) await sleep(pauseMs)
}

async function startImport(name: string, size: number): Promise<string> {
  const path = join(folder, name)
  writeBehaviour(path, size)
  return (await call(app, 'dataset.import', { file: { path }, kind: 'behaviour' })).jobId
}

async function isRunning(jobId: string): Promise<boolean> {
  const { state, error } = await call(app, 'job.get', { jobId })
  if (error) throw new Error(error.message)
  return state === 'running'
}

/** Milliseconds of every answer that was asked for while the import ran. */
async function timeDuringImport(): Promise<Record<(typeof asked)[number], number[]>> {
  const times: Record<(typeof asked)[number], number[]> = {
    'dataset.sources': [],
    'project.state': [],
    'model.runs': [],
  }
  const jobId = await startImport('now.csv', rows)
  for (;;) {
    for (const name of asked) {
      const startedAt = performance.now()
      await call(app, name, {})
      times[name].push(performance.now() - startedAt)
    }
    if (!(await isRunning(jobId))) return times
    await sleep(pauseMs)
  }
}

function report(times: Record<string, number[]>): void {
  for (const [name, each] of Object.entries(times)) {
    const sorted = each.toSorted((a, b) => a - b)
    const p95 = sorted[Math.floor(sorted.length * 0.95)]
    console.log(`${name}: ${sorted.length} answers, p95 ${p95.toFixed(1)} ms, longest ${sorted.at(-1)?.toFixed(1)} ms`)
  }
  const longest = Math.max(...Object.values(times).flat())
  console.log(`pages answer within ${longest.toFixed(1)} ms during an import of ${rows} rows (goal: ${goalMs} ms)`)
  if (longest > goalMs) process.exitCode = 1
}

async function call<Name extends CommandName>(
  asking: App,
  name: Name,
  input: CommandInput<Name>,
): Promise<CommandResult<Name>> {
  const reply = await asking.call(name, input)
  if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`)
  return reply.value
}
