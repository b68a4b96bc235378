/**
 * How long the profile of 2 million rows takes, for the first time in a state of the data and again.
 *
 *   node test/bench/profile.ts [--rows 2000000] [--rounds 3]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { unattended } from '../../main/base/job.ts'
import { importOperation } from '../../main/dataset/import.ts'
import { profileOperation } from '../../main/dataset/profile/profile.ts'
import { closeToOneFile, createProjectFile, openForReading, openForWriting } from '../../main/storage/open.ts'
import { writeBehaviour } from './behaviourFile.ts'

const { values: options } = parseArgs({
  options: { rows: { type: 'string', default: '2000000' }, rounds: { type: 'string', default: '3' } },
})
const rows = Number(options.rows)
/** The longest that the first profile may take, in seconds. */
const goalSeconds = 5

const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'))
try {
  const path = join(folder, 'bench.assay')
  await makeProject(path)
  const rounds = []
  for (let round = 0; round < Number(options.rounds); round++) rounds.push(await profileOnce(path))
  const best = rounds.toSorted((a, b) => a.seconds - b.seconds)[0]
  const words = `${best.seconds.toFixed(2)} s (${best.cpuSeconds.toFixed(2)} s of one core), again in ${best.againMs.toFixed(1)} ms`
  console.log(`profile of ${rows} rows: ${words}, best of ${rounds.length} (goal: ${goalSeconds} s)`)
  if (best.seconds > goalSeconds) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true })
}

async function makeProject(path: string): Promise<void> {
  const file = join(folder, 'acts.csv')
  writeBehaviour(file, rows)
  createProjectFile(path, { currency: 'CNY', timezone: 'Asia/Shanghai' }, 0)
  const project = openForWriting(path)
  const request = { path: file, kind: 'behaviour' as const, mapping: {}, known: [], format: {} }
  await importOperation.run(project, request, unattended)
  closeToOneFile(project.database)
}

/** On a connection of its own, which has found nothing yet. */
async function profileOnce(path: string): Promise<{ seconds: number; cpuSeconds: number; againMs: number }> {
  const project = openForReading(path)
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  await profileOperation.run(project, null, unattended)
  const seconds = (performance.now() - startedAt) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const askedAt = performance.now()
  await profileOperation.run(project, null, unattended)
  const againMs = performance.now() - askedAt
  project.database.close()
  const cpuSeconds = (user + system) / 1e6
  console.log(`profile: ${seconds.toFixed(2)} s, cpu ${cpuSeconds.toFixed(2)} s, again ${againMs.toFixed(1)} ms`)
  return { seconds, cpuSeconds, againMs }
}
