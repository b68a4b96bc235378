import type { Database } from 'better-sqlite3'
import type { Work } from '../../base/job.ts'
import { noteAbsent } from '../../storage/absent.ts'
import { effectTableNames, effectTables } from '../../storage/effects.ts'
import { currentState, mergedEntities, textOf, type DataState } from '../../storage/state.ts'
import { makeTemporaryViews, makeViews } from '../../storage/views.ts'
import { fullShape, neededShape, type ViewShape } from '../../storage/viewShape.ts'
import { applyRules } from './ruleStore.ts'
import type { RuleReport } from './types.ts'

/**
 * Makes a state hold for everybody. Call it in the transaction of the step that leads there. What rows become does not
 * depend on the types of attributes: where they alone differ, the effects stay as they are.
 */
export function applyState(database: Database, state: DataState, work: Work): void {
  const before = currentState(database)
  const retyped = { ...before, attributeTypes: state.attributeTypes }
  if (textOf(retyped) === textOf(state) && textOf(before) !== textOf(state)) noteState(database, state)
  else fillEffects(database, state, (shape) => makeViews(database, shape), 0, work)
}

/**
 * Runs something with another state in force, for this connection alone: the views stand over temporary tables, in one
 * transaction that is rolled back, so that nothing else sees them and nothing stays. `run` is told what each rule does,
 * with so many of the rows it touches.
 */
export async function withState<Result>(
  database: Database,
  state: DataState,
  run: (reports: RuleReport[]) => Result | Promise<Result>,
  work: Work,
  examples = 0,
): Promise<Result> {
  database.exec('BEGIN')
  try {
    return await run(fillTemporary(database, state, examples, work))
  } finally {
    database.exec('ROLLBACK')
  }
}

/** Puts another state in force for this connection alone, until its temporary tables and views are dropped. */
export function stayIn(database: Database, state: DataState, work: Work): void {
  database.transaction(() => fillTemporary(database, state, 0, work))()
}

function fillTemporary(database: Database, state: DataState, examples: number, work: Work): RuleReport[] {
  for (const table of effectTables) database.exec(`CREATE TEMP TABLE ${table}`)
  return fillEffects(database, state, (shape) => makeTemporaryViews(database, shape), examples, work)
}

function noteState(database: Database, state: DataState): void {
  database.exec('DELETE FROM applied_state')
  database.prepare('INSERT INTO applied_state (content) VALUES (?)').run(textOf(state))
}

/** Names are not qualified: where there are temporary tables of these names, they are the ones. */
function fillEffects(
  database: Database,
  state: DataState,
  make: (shape: ViewShape) => void,
  examples: number,
  work: Work,
): RuleReport[] {
  for (const table of effectTableNames) database.exec(`DELETE FROM ${table}`)
  noteState(database, state)
  const putInForce = database.prepare('INSERT INTO in_force (source_id) VALUES (?)')
  for (const sourceId of state.sources) putInForce.run(sourceId)
  for (const entity of mergedEntities) {
    const put = database.prepare(`INSERT INTO ${entity}_merge (from_id, to_id) VALUES (?, ?)`)
    for (const [from, to] of state.merges[entity]) put.run(from, to)
  }
  work.checkpoint()
  const hasRules = state.rules.some(({ enabled }) => enabled)
  if (hasRules) make(fullShape)
  const reports = applyRules(database, state.rules, examples, work)
  const shape = neededShape(database)
  make(shape)
  noteAbsent(database, shape)
  make(neededShape(database))
  return reports
}
