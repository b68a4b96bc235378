import type { Database } from 'better-sqlite3'
import { endOfInterval, kindIn, nameIn, taskIn } from '../base/taskId.ts'
import type { ScoredTable } from './scoreStore.ts'
import type { ScoreColumn } from './types.ts'

/** Outputs that have columns in a table of their own. */
const isFurther = (output: string): boolean => /^(yesNo|amount|count):/.test(output) || /^ltv\.within\d+$/.test(output)

/** Stores what is said of users beyond the columns of their table. Call inside a transaction. */
export function insertFigures(database: Database, runId: number, { ids, outputs }: ScoredTable): void {
  const addColumn = database.prepare('INSERT INTO score_column (run_id, output) VALUES (?, ?)')
  const insert = database.prepare('INSERT INTO score_figure (column_id, user_id, value) VALUES (?, ?, ?)')
  const order = Int32Array.from(ids.keys()).sort((a, b) => ids[a] - ids[b])
  for (const output of Object.keys(outputs).filter(isFurther).sort(byDays)) {
    const columnId = Number(addColumn.run(runId, output).lastInsertRowid)
    for (const row of order) {
      const value = outputs[output][row]
      insert.run(columnId, ids[row], Number.isFinite(value) ? value : null)
    }
  }
}

/** Shorter horizons first; own tasks in their order. */
const byDays = (a: string, b: string): number => daysOf(a) - daysOf(b)
const daysOf = (output: string): number => Number(/^ltv\.within(\d+)$/.exec(output)?.[1] ?? Number.MAX_SAFE_INTEGER)

/** The columns a run's customers have beyond those of every run, in the order they are shown. */
export const scoreColumns = (database: Database, runId: number): ScoreColumn[] =>
  (
    database.prepare('SELECT id, output FROM score_column WHERE run_id = ? ORDER BY id').all(runId) as {
      id: number
      output: string
    }[]
  ).map(({ id, output }) => ({ key: `figure${id}`, output }))

/** A column's value for a row of `score_user s`, as SQL. */
export const figureSql = ({ key }: Pick<ScoreColumn, 'key'>): string =>
  `(SELECT value FROM score_figure WHERE column_id = ${Number(key.slice('figure'.length))} AND user_id = s.user_id)`

/** What a column is headed in a file: an own task's name, with `low` or `high` an end of its interval; or `ltvWithin30`. */
export function headingOf({ output }: ScoreColumn): string {
  if (kindIn(output) === output) return output.replace('.w', 'W')
  const end = endOfInterval(output)
  return `${nameIn(taskIn(output))}${end ? ` ${end}` : ''}`
}
