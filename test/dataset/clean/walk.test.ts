import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { withState } from '../../../main/dataset/clean/effectStore.ts'
import { mergeOperation, unmergeOperation } from '../../../main/dataset/clean/merging.ts'
import { redoStepOperation, undoOperation, undoStepOperation } from '../../../main/dataset/undo.ts'
import { currentStateId, parseState, readState, stateAfter, stateText, textOf } from '../../../main/storage/state.ts'
import type { TestProject } from '../projects.ts'
import { applyRules, fillProject, writtenActs } from './acts.ts'

type Move =
  | { do: 'undo' | 'redo' }
  | { do: 'takeOut'; source: number }
  | { do: 'rules'; rules: object[] }
  | { do: 'merge' | 'unmerge'; from: string; to: string }

const rule = fc.constantFrom<object>(
  { kind: 'exactDuplicates' },
  { kind: 'excludedProducts', settings: { codes: ['post*'] } },
  { kind: 'winsorise', settings: { quantile: 0.6 } },
  { kind: 'returnsNetted' },
  { kind: 'dateWindow', settings: { from: '2024-03-31' }, enabled: false },
)
const user = fc.constantFrom('u1', 'u2', 'Test-3', 'test[4]')

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('takeOut' as const), source: fc.integer({ min: 1, max: 3 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('rules' as const),
      rules: fc.uniqueArray(rule, { maxLength: 3, selector: (each) => JSON.stringify(each) }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('merge' as const, 'unmerge' as const), from: user, to: user }),
  },
)

/** Every row that readers see, in an order of its own. */
const visible = (project: TestProject) =>
  Object.fromEntries(
    Object.entries(project.views()).map(([view, rows]) => [view, rows.map((row) => JSON.stringify(row)).sort()]),
  )

/** Does what a move says; a move that cannot be done is refused with one of these. */
async function make(project: TestProject, made: Move): Promise<void> {
  const merge = 'from' in made ? { entity: 'user' as const, from: made.from, to: made.to } : null
  const run = async () => {
    if (made.do === 'undo') await undoStepOperation.run(project, null, unattended)
    if (made.do === 'redo') await redoStepOperation.run(project, null, unattended)
    if (made.do === 'takeOut') await undoOperation.run(project, { sourceId: made.source }, unattended)
    if (made.do === 'rules') await applyRules(project, ...made.rules)
    if (made.do === 'merge' && merge) await mergeOperation.run(project, [merge], unattended)
    if (made.do === 'unmerge' && merge) await unmergeOperation.run(project, [merge], unattended)
  }
  await run().catch((error: { code?: string }) => {
    const refusals = ['history.nothingToUndo', 'history.nothingToRedo', 'dataset.unknownSource', 'input.invalid']
    if (!refusals.includes(error.code ?? '')) throw error
  })
}

it('comes back to the same figures by whatever way, and shows those of any past state', async () => {
  let returns = 0
  await fc.assert(
    fc.asyncProperty(writtenActs, fc.array(move, { minLength: 5, maxLength: 14 }), async (acts, moves) => {
      const project = fillProject(acts)
      try {
        const seen = new Map<string, Record<string, string[]>>()
        const line = project
          .all<{ id: number }>('SELECT state_id AS id FROM step ORDER BY position')
          .map(({ id }) => id)
        let at = line.length - 1
        for (const each of moves) {
          await make(project, each)
          const state = stateText(project.database)
          const stateId = currentStateId(project.database)
          expect(textOf(readState(project.database, stateId))).toBe(state)
          if (each.do === 'undo') at = Math.max(0, at - 1)
          else if (each.do === 'redo') at = Math.min(line.length - 1, at + 1)
          else if (stateId !== line[at]) {
            // Taking out what the last step brought is undoing that step.
            if (each.do === 'takeOut' && line[at - 1] === stateId) at--
            else line.splice(++at, Infinity, stateId)
          }
          expect(stateId).toBe(line[at])
          const now = visible(project)
          if (seen.has(state)) returns++
          expect(now).toEqual(seen.get(state) ?? now)
          seen.set(state, now)
        }
        for (const [text, expected] of seen) {
          expect(await withState(project.database, parseState(text), () => visible(project), unattended)).toEqual(
            expected,
          )
        }
        expect(visible(project)).toEqual(seen.get(stateText(project.database)))
        const entries = project.all<{ id: number }>('SELECT id FROM history')
        for (const { id } of entries) expect(stateAfter(project.database, id).sources).toBeDefined()
        expect(project.all('PRAGMA foreign_key_check')).toEqual([])
      } finally {
        project.remove()
      }
    }),
    { numRuns: 40 },
  )
  expect(returns).toBeGreaterThan(50)
})
