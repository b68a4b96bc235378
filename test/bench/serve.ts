/**
 * How soon `assay serve` answers what a customer is worth whose session goes on: the local interface is asked 200 times, as
 * a shop would, on the sample shop and on CDNOW (where its file is there), with a model of every kind of member.
 *
 *   node test/bench/serve.ts [--projects folder]    (kept there, and used again)
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startBrowserHost } from '../../main/host/browser.ts'
import { withSession, type Session } from '../../main/host/cli/session.ts'
import { callOver, signIn } from '../host/requests.ts'
import type { UserScore } from '../../main/model/types.ts'
import type { Page } from '../../main/storage/types.ts'

const { values: options } = parseArgs({ options: { projects: { type: 'string' } } })
const folder = options.projects ?? mkdtempSync(join(tmpdir(), 'assay-serve-'))
mkdirSync(folder, { recursive: true })
const cdnow = join(import.meta.dirname, '../../../shared/data/cdnow/CDNOW_master.txt')
const calls = 200
/** The longest that an answer may take, in milliseconds. */
const goalMs = 20

const shops: { name: string; available: boolean; fill(session: Session): Promise<unknown> }[] = [
  { name: 'sample-shop', available: true, fill: (session) => session.job('dataset.importSample', {}) },
  {
    name: 'cdnow',
    available: existsSync(cdnow),
    fill: (session) => session.job('dataset.import', { file: { path: cdnow }, kind: 'orders' }),
  },
]

try {
  const found: string[] = []
  for (const shop of shops.filter(({ available }) => available)) {
    const project = join(folder, `${shop.name}.assay`)
    if (!existsSync(project)) {
      await withSession(async (session) => {
        await session.call('project.create', { path: project, timezone: 'UTC' })
        await shop.fill(session)
        // Answers take as long after few epochs as after many.
        await session.job('model.train', { config: { epochs: 3 }, engine: 'wasm' })
      })
    }
    found.push(await measure(shop.name, project))
  }
  console.log(found.join('; '))
} finally {
  if (options.projects === undefined) rmSync(folder, { recursive: true })
}

async function measure(name: string, project: string): Promise<string> {
  const host = await startBrowserHost({ project })
  try {
    const session = await signIn(host.address)
    const page = (await callOver(session, 'model.users', { runId: 1, limit: calls, offset: 0 }))
      .value as Page<UserScore>
    const ids = page.rows.map(({ id }) => id)
    const first = await answer(session, ids[0], false)
    const bare = await times(session, ids, false)
    const withActs = await times(session, ids, true)
    console.log(`${name}: the first answer after ${(first / 1000).toFixed(1)} s`)
    console.log(`  without acts: median ${bare.median} ms, 95 of 100 within ${bare.p95} ms`)
    console.log(`  with acts of the session: median ${withActs.median} ms, 95 of 100 within ${withActs.p95} ms`)
    if (Math.max(bare.worst95, withActs.worst95) > goalMs) process.exitCode = 1
    return `${name} ${withActs.median} ms (p95 ${withActs.p95} ms)`
  } finally {
    await host.close()
  }
}

async function times(session: Awaited<ReturnType<typeof signIn>>, ids: string[], withActs: boolean) {
  // The first of a day makes the shop ready as of that day.
  await answer(session, ids[0], withActs)
  const taken: number[] = []
  for (let call = 0; call < calls; call++) taken.push(await answer(session, ids[call % ids.length], withActs))
  taken.sort((a, b) => a - b)
  const at = (share: number) => taken[Math.ceil(share * taken.length) - 1]
  return { median: at(0.5).toFixed(1), p95: at(0.95).toFixed(1), worst95: at(0.95) }
}

async function answer(session: Awaited<ReturnType<typeof signIn>>, userId: string, withActs: boolean): Promise<number> {
  const time = Date.UTC(2030, 0, 1)
  const acts = withActs
    ? [
        { time, type: 'view' },
        { time: time + 60_000, type: 'purchase', quantity: 1, amount: 20 },
      ]
    : []
  const startedMs = performance.now()
  const reply = await callOver(session, 'model.scoreRecord', { userId, acts })
  const taken = performance.now() - startedMs
  if (!reply.ok) throw new Error(JSON.stringify(reply.error))
  return taken
}
