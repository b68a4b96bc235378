/**
 * Cleaning and undo on 2 million rows of shop behaviour: how long a cancelled import takes to be gone, undo and redo of an
 * import, each rule, undo of a rule, and what rules and merges cost those who read. Seconds on the clock and of processor
 * time, medians of the rounds; the second are steadier where other work shares the machine.
 *
 *   node test/bench/clean.ts [--rows 2000000] [--rounds 3] [--keep FOLDER]
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { AssayError } from '../../main/base/errors.ts'
import { createCancelFlag, throwIfCancelled, unattended } from '../../main/base/job.ts'
import { mergeOperation } from '../../main/dataset/clean/merging.ts'
import { ruleInput } from '../../main/dataset/clean/ruleKinds.ts'
import { applyRulesOperation } from '../../main/dataset/clean/rules.ts'
import { importOperation } from '../../main/dataset/import.ts'
import { redoStepOperation, undoStepOperation } from '../../main/dataset/undo.ts'
import { loadWorld } from '../../main/features/world.ts'
import { createProjectFile, openForWriting } from '../../main/storage/open.ts'
import { writeBehaviour } from './behaviourFile.ts'

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '2000000' },
    rounds: { type: 'string', default: '3' },
    keep: { type: 'string' },
  },
})
const rows = Number(options.rows)
const folder = options.keep ?? mkdtempSync(join(tmpdir(), 'assay-bench-'))
mkdirSync(folder, { recursive: true })
const csv = join(folder, `behaviour-${rows}.csv`)
if (!existsSync(csv)) writeBehaviour(csv, rows)

const path = join(folder, 'clean.assay')
rmSync(path, { force: true })
createProjectFile(path, { currency: '', timezone: 'UTC' }, 0)
const project = openForWriting(path)
const input = { path: csv, kind: 'behaviour' as const, mapping: {}, known: [], format: {} }

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]

/** Does it, and what leads back, once a round. Returns the seconds on the clock. */
async function measure(name: string, run: () => unknown, back: () => unknown = () => {}): Promise<number> {
  const [wall, processor]: number[][] = [[], []]
  for (let round = 0; round < Number(options.rounds); round++) {
    const [startedAt, used] = [performance.now(), process.cpuUsage()]
    await run()
    wall.push((performance.now() - startedAt) / 1000)
    const { user, system } = process.cpuUsage(used)
    processor.push((user + system) / 1e6)
    await back()
  }
  console.log(`${name}: ${median(wall).toFixed(2)} s, processor ${median(processor).toFixed(2)} s`)
  return median(wall)
}

const undo = () => undoStepOperation.run(project, null, unattended)
const redo = () => redoStepOperation.run(project, null, unattended)
const apply = (...rules: unknown[]) =>
  applyRulesOperation.run(
    project,
    rules.map((rule) => ruleInput.parse(rule)),
    unattended,
  )

async function cancelImport(): Promise<number> {
  const flag = createCancelFlag()
  let cancelledAt = 0
  const work = {
    ...unattended,
    checkpoint: () => throwIfCancelled(flag),
    progress(_step: string, done: number, total: number | null) {
      if (total === null || done < 0.8 * total || cancelledAt > 0) return
      cancelledAt = performance.now()
      Atomics.store(flag, 0, 1)
    },
  }
  const error: unknown = await Promise.resolve(importOperation.run(project, input, work)).catch(
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof AssayError && error.code === 'job.cancelled')) throw new Error('the import was not cancelled')
  return (performance.now() - cancelledAt) / 1000
}

const cancelled = await cancelImport()
console.log(`cancelled import gone after ${cancelled.toFixed(2)} s`)
await importOperation.run(project, input, unattended)
const undone = await measure('undo of the import', undo, redo)
await undo()
const redone = await measure('redo of the import', redo, undo)
await redo()
const read = (name: string) => measure(`features read, ${name}`, () => loadWorld(project, unattended))
await read('nothing cleaned')
const rules: [string, object][] = [
  ['exactDuplicates', {}],
  ['exactDuplicates', { between: 'files' }],
  ['repeatedOrders', {}],
  ['nearDuplicates', {}],
  ['winsorise', {}],
  ['excludedProducts', { codes: ['P0001*'] }],
  ['excludedUsers', { actsPerHourAbove: 20 }],
  ['dateWindow', { from: '2023-06-01' }],
  ['returnsNetted', {}],
]
for (const [kind, settings] of rules) {
  const name = `${kind} ${JSON.stringify(settings)}`
  await measure(name, () => apply({ kind, settings }), undo)
}
await apply({ kind: 'excludedProducts', settings: { codes: ['P0001*'] } })
await read('some products left out')
await apply({ kind: 'winsorise' }, { kind: 'dateWindow', settings: { from: '2023-06-01' } })
const undoneRules = await measure('undo of two rules', undo, redo)
await apply()
const users = project.database.prepare('SELECT external FROM user LIMIT 2000').pluck().all() as string[]
const merges = users.slice(0, 1000).map((from, i) => ({ entity: 'user' as const, from, to: users[1000 + i] }))
await measure('merge of 1000 customers', () => mergeOperation.run(project, merges, unattended), undo)
await redo()
await read('1000 customers merged')
project.database.close()
const seconds = (value: number) => `${value.toFixed(2)} s`
console.log(
  `a cancelled import is gone after ${seconds(cancelled)}; undo of an import ${seconds(undone)}, redo ${seconds(redone)}, ` +
    `undo of two rules ${seconds(undoneRules)}`,
)
if (!options.keep) rmSync(folder, { recursive: true })
