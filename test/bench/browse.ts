/**
 * Looking at 2 million rows: how long a page takes at any offset, as imported, sorted and filtered, and how long finding
 * the rows takes the first time. The app itself is asked, as the page of rows does.
 *
 *   node test/bench/browse.ts [--rows 2000000]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createApp } from '../../main/app.ts'
import type { Job } from '../../main/base/job.ts'
import { createRandom } from '../../main/base/random.ts'
import type { CommandInput, CommandName, CommandResult, Events } from '../../main/contract.ts'
import { forkProcess } from '../../main/host/spawn.ts'
import { writeBehaviour } from './behaviourFile.ts'

const { values: options } = parseArgs({ options: { rows: { type: 'string', default: '2000000' } } })
const rows = Number(options.rows)
/** The longest that a page may take, in milliseconds. */
const goalMs = 100
const pages = 100

type Query = CommandInput<'dataset.findRows'>
const acts = (conditions: Query['filter']['conditions'] = [], search = '') => ({
  table: 'acts' as const,
  conditions,
  search,
})
const queries: Record<string, Query> = {
  'as imported': { filter: acts() },
  'by money': { filter: acts(), sort: { column: 'money', descending: true } },
  'by customer': { filter: acts(), sort: { column: 'user', descending: false } },
  'by session': { filter: acts(), sort: { column: 'session', descending: true } },
  'purchases by time': {
    filter: acts([{ kind: 'oneOf', column: 'kind', values: ['purchase'] }]),
    sort: { column: 'time', descending: true },
  },
  'search for 1234': { filter: acts([], '1234') },
  'customers by revenue': {
    filter: { table: 'users', search: '', conditions: [] },
    sort: { column: 'revenue', descending: true },
  },
}

const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'))
const ended = new Map<string, (job: Job) => void>()
const app = createApp({
  spawn: forkProcess,
  emit<Name extends keyof Events>(name: Name, data: Events[Name]) {
    if (name === 'job.ended') ended.get((data as Job).id)?.(data as Job)
  },
})
try {
  await call('project.create', { path: join(folder, 'bench.assay') })
  const path = join(folder, 'acts.csv')
  writeBehaviour(path, rows)
  await job('dataset.import', { file: { path }, kind: 'behaviour' })
  let longest = 0
  for (const [name, query] of Object.entries(queries)) longest = Math.max(longest, await time(name, query))
  console.log(`a page of ${rows} rows comes within ${longest.toFixed(1)} ms at any offset (goal: ${goalMs} ms)`)
  if (longest > goalMs) process.exitCode = 1
} finally {
  await app.close()
  rmSync(folder, { recursive: true })
}

/** Milliseconds of the slowest page. */
async function time(name: string, query: Query): Promise<number> {
  const startedAt = performance.now()
  const first = await call('dataset.rows', { ...query, limit: 100 })
  if (!first) await job('dataset.findRows', query)
  const foundMs = performance.now() - startedAt
  const total = (first ?? (await call('dataset.rows', { ...query, limit: 1 })))?.total ?? 0
  const random = createRandom(7)
  const times: number[] = []
  for (let page = 0; page < pages; page++) {
    const offset = page === 0 ? Math.max(0, total - 100) : random.integer(total)
    const askedAt = performance.now()
    await call('dataset.rows', { ...query, offset, limit: 100 })
    times.push(performance.now() - askedAt)
  }
  times.sort((a, b) => a - b)
  const [median, slowest] = [times[pages / 2], times[pages - 1]].map((ms) => ms.toFixed(1))
  console.log(`${name}: ${total} rows found in ${foundMs.toFixed(0)} ms; a page ${median} ms, slowest ${slowest} ms`)
  return times[pages - 1]
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
