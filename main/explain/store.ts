import type { Database } from 'better-sqlite3'
import type { Task } from '../features/types.ts'
import { record } from '../storage/history.ts'
import type { Explanation, PermutationResult } from './types.ts'

/** Stores an explanation with its run and returns it with its id. */
export function insertExplanation(database: Database, explanation: Omit<Explanation, 'explanationId'>): Explanation {
  return database.transaction(() => {
    const { lastInsertRowid } = database
      .prepare(
        `INSERT INTO explanation (run_id, created_at, task, method, seed, seconds, result)
         VALUES (@runId, @createdAtMs, @task, @method, @seed, @seconds, @result)`,
      )
      .run({ ...explanation, result: JSON.stringify(explanation.result) })
    record(database, 'explain.start', `#${explanation.runId}`, { task: explanation.task, method: explanation.method })
    return { explanationId: Number(lastInsertRowid), ...explanation }
  })()
}

/** Newest first. */
export function listExplanations(database: Database, runId: number): Explanation[] {
  const rows = database
    .prepare(
      `SELECT id AS explanationId, run_id AS runId, created_at AS createdAtMs, task, method, seed, seconds, result
       FROM explanation WHERE run_id = ? ORDER BY id DESC`,
    )
    .all(runId) as (Omit<Explanation, 'result' | 'task'> & { task: Task; result: string })[]
  return rows.map((row) => ({ ...row, result: JSON.parse(row.result) as PermutationResult }))
}
