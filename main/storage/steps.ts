import type { Database } from 'better-sqlite3'
import { AssayError } from '../base/errors.ts'
import { record } from './history.ts'
import { keepState, positionSql, type DataState } from './state.ts'
import type { HistoryDetails, StepName } from './types.ts'

/** One step of the line along which undo and redo move. */
export interface Step {
  position: number
  stateId: number
  /** The entry that tells what was done; null for the beginning. */
  action: string | null
  subject: string
  details: HistoryDetails
}

export interface Deed {
  action: string
  subject: string
  details?: HistoryDetails
}

/**
 * Puts a step behind the current one and stands on it. What had been undone leaves the line, not the history. Call it in
 * the transaction that also makes the state hold.
 */
export function addStep(database: Database, state: DataState, { action, subject, details }: Deed): void {
  const position = currentPosition(database)
  database.prepare('DELETE FROM step WHERE position > ?').run(position)
  database.prepare('INSERT INTO step (position, state_id) VALUES (?, ?)').run(position + 1, keepState(database, state))
  moveTo(database, position + 1)
  const historyId = record(database, action, subject, details)
  database.prepare('UPDATE step SET history_id = ? WHERE position = ?').run(historyId, position + 1)
}

export const currentPosition = (database: Database): number => database.prepare(positionSql).pluck().get() as number

export function moveTo(database: Database, position: number): void {
  database.prepare(`UPDATE project SET value = ? WHERE key = 'position'`).run(String(position))
}

/** Null beyond either end of the line. */
export function stepAt(database: Database, position: number): Step | null {
  const row = database
    .prepare(
      `SELECT s.position, s.state_id AS stateId, h.action, COALESCE(h.subject, '') AS subject,
         COALESCE(h.details, '{}') AS details
       FROM step s LEFT JOIN history h ON h.id = s.history_id WHERE s.position = ?`,
    )
    .get(position) as (Omit<Step, 'details'> & { details: string }) | undefined
  return row ? { ...row, details: JSON.parse(row.details) as HistoryDetails } : null
}

/** The step that an undo would take back. Throws `history.nothingToUndo`. */
export function stepToUndo(database: Database): Step {
  const position = currentPosition(database)
  const step = stepAt(database, position)
  if (!step || !stepAt(database, position - 1)) throw new AssayError('history.nothingToUndo')
  return step
}

/** The step that a redo would bring back. Throws `history.nothingToRedo`. */
export function stepToRedo(database: Database): Step {
  const step = stepAt(database, currentPosition(database) + 1)
  if (!step) throw new AssayError('history.nothingToRedo')
  return step
}

/** What undo would take back and redo bring back. */
export function nextMoves(database: Database): { undo: StepName | null; redo: StepName | null } {
  const position = currentPosition(database)
  return { undo: nameOf(stepAt(database, position)), redo: nameOf(stepAt(database, position + 1)) }
}

const nameOf = (step: Step | null): StepName | null =>
  step?.action ? { action: step.action, subject: step.subject } : null

/** How many steps can still be undone and redone. */
export const countSteps = (database: Database): { undoLeft: number; redoLeft: number } =>
  database
    .prepare(
      `SELECT COALESCE(SUM(position <= (${positionSql})), 0) - 1 AS undoLeft,
         COALESCE(SUM(position > (${positionSql})), 0) AS redoLeft FROM step`,
    )
    .get() as { undoLeft: number; redoLeft: number }
