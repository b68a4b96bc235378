import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createApp, type App } from '../../main/app.ts'
import type { CommandInput, CommandName, CommandResult } from '../../main/contract.ts'
import { forkProcess } from '../../main/host/spawn.ts'

let folder: string
let app: App
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-pages-'))
  app = createApp({ spawn: forkProcess, emit() {} })
})
afterEach(async () => {
  await app.close()
  rmSync(folder, { recursive: true })
})

async function call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandResult<Name>> {
  const reply = await app.call(name, input)
  if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`)
  return reply.value
}

async function startImport(name: string, rows: number): Promise<string> {
  const path = join(folder, name)
  const lines = Array.from({ length: rows }, (_, i) => `u${i % 5000},2024-05-01,buy,P${i % 300},${i % 97}\n`)
  writeFileSync(path, `user_id,time,type,product_id,price\n${lines.join('')}`)
  return (await call('dataset.import', { file: { path }, kind: 'behaviour' })).jobId
}

const job = (jobId: string) => call('job.get', { jobId })

async function finished(jobId: string) {
  for (;;) {
    const found = await job(jobId)
    if (found.state !== 'running') return found
    await sleep(5)
  }
}

it('answers the pages with the state before while an import runs, and with the new one after it', async () => {
  await call('project.create', { path: join(folder, 'shop.assay') })
  expect(await finished(await startImport('first.csv', 100))).toMatchObject({ state: 'done' })
  const jobId = await startImport('second.csv', 200_000)
  const seen: number[][] = []
  for (;;) {
    const sources = await call('dataset.sources', {})
    const state = await call('project.state', {})
    expect(await call('model.runs', {})).toEqual([])
    const { state: jobState, progress } = await job(jobId)
    if (jobState !== 'running') break
    if (progress?.step === 'import') seen.push([sources.length, state?.sources ?? 0])
    await sleep(5)
  }
  // The import is in force a moment before its job has ended, so the last answers may show it already, whole.
  expect(seen[0]).toEqual([1, 1])
  expect(seen.flat()).toEqual(seen.flat().toSorted())
  expect([1, 2]).toEqual(expect.arrayContaining(seen.flat()))
  expect((await job(jobId)).state).toBe('done')
  expect((await call('dataset.sources', {})).map(({ id, rowsKept }) => [id, rowsKept])).toEqual([
    [2, 200_000],
    [1, 100],
  ])
})

it('waits with an undo until the import before it is done, and takes that back', async () => {
  await call('project.create', { path: join(folder, 'shop.assay') })
  const importing = await startImport('only.csv', 50_000)
  const { jobId: undoing } = await call('dataset.undo', {})
  expect(await finished(importing)).toMatchObject({ state: 'done' })
  expect(await finished(undoing)).toMatchObject({ state: 'done', result: { sourceId: 1, rowsRemoved: 50_000 } })
  expect(await call('dataset.sources', {})).toEqual([])
})
