import type { Database } from 'better-sqlite3'
import { AssayError } from '../base/errors.ts'
import { record } from '../storage/history.ts'
import type { SearchSpace, StudyDetails, StudySummary, Trial } from './types.ts'

/** What every trial of a study shares, as it was when the study began. */
export interface StudySetup {
  setup: unknown
  config: unknown
}

interface StudyRow {
  studyId: number
  createdAtMs: number
  method: 'random'
  space: string
  setup: string
  seed: number
  trialsWanted: number
  state: StudySummary['state']
}

const selectStudy = `SELECT id AS studyId, created_at AS createdAtMs, method, space, setup, seed,
  trials_wanted AS trialsWanted, state FROM study`

export function insertStudy(
  database: Database,
  study: { method: 'random'; space: SearchSpace; shared: StudySetup; seed: number; trialsWanted: number },
): number {
  return database.transaction(() => {
    const { lastInsertRowid } = database
      .prepare(
        `INSERT INTO study (created_at, method, task, space, setup, seed, trials_wanted, state)
         VALUES (?, ?, 'all', ?, ?, ?, ?, 'running')`,
      )
      .run(
        Date.now(),
        study.method,
        JSON.stringify(study.space),
        JSON.stringify(study.shared),
        study.seed,
        study.trialsWanted,
      )
    record(database, 'search.start', `#${lastInsertRowid}`, { trials: study.trialsWanted })
    return Number(lastInsertRowid)
  })()
}

export function updateStudy(
  database: Database,
  studyId: number,
  change: { state: StudySummary['state']; trialsWanted?: number },
): void {
  database
    .prepare('UPDATE study SET state = ?, trials_wanted = COALESCE(?, trials_wanted) WHERE id = ?')
    .run(change.state, change.trialsWanted ?? null, studyId)
}

/** Marks studies that were left running. Only for the one who has just taken the right to write: nobody else runs any. */
export function markInterrupted(database: Database): void {
  database.prepare("UPDATE study SET state = 'interrupted' WHERE state = 'running'").run()
}

export function insertTrial(database: Database, studyId: number, trial: Trial): void {
  database
    .prepare(
      `INSERT INTO trial (study_id, number, config, state, validation_loss, task_losses, epochs, seconds, error)
       VALUES (@studyId, @number, @config, @state, @validationLoss, @taskLosses, @epochs, @seconds, @error)`,
    )
    .run({
      ...trial,
      studyId,
      config: JSON.stringify(trial.config),
      taskLosses: JSON.stringify(trial.taskLosses),
    })
}

/** In the order they were tried. */
export function listTrials(database: Database, studyId: number): Trial[] {
  const rows = database
    .prepare(
      `SELECT number, config, state, validation_loss AS validationLoss, task_losses AS taskLosses, epochs, seconds, error
       FROM trial WHERE study_id = ? ORDER BY number`,
    )
    .all(studyId) as (Omit<Trial, 'config' | 'taskLosses'> & { config: string; taskLosses: string })[]
  return rows.map((row) => ({ ...row, config: JSON.parse(row.config), taskLosses: JSON.parse(row.taskLosses) }))
}

function findRow(database: Database, studyId: number): StudyRow {
  const row = database.prepare(`${selectStudy} WHERE id = ?`).get(studyId) as StudyRow | undefined
  if (!row) throw new AssayError('search.unknownStudy', { studyId })
  return row
}

/** Throws `search.unknownStudy`. */
export function findStudy(database: Database, studyId: number): StudyDetails {
  const row = findRow(database, studyId)
  const trials = listTrials(database, studyId)
  const runs = database.prepare('SELECT id FROM run WHERE study_id = ? ORDER BY id').pluck().all(studyId) as number[]
  return { ...summary(row, trials), trials, runIds: runs }
}

export const studySetup = (database: Database, studyId: number): StudySetup =>
  JSON.parse(findRow(database, studyId).setup) as StudySetup

/** Newest first. */
export const listStudies = (database: Database): StudySummary[] =>
  (database.prepare(`${selectStudy} ORDER BY id DESC`).all() as StudyRow[]).map((row) =>
    summary(row, listTrials(database, row.studyId)),
  )

function summary(row: StudyRow, trials: Trial[]): StudySummary {
  const { studyId, createdAtMs, method, seed, trialsWanted, state } = row
  return {
    studyId,
    createdAtMs,
    method,
    space: JSON.parse(row.space) as SearchSpace,
    seed,
    trialsWanted,
    trialsDone: trials.length,
    state,
    best: bestOf(trials),
  }
}

/** The trial with the lowest validation loss. */
export const bestOf = (trials: Trial[]): Trial | null =>
  trials.reduce<Trial | null>(
    (best, trial) =>
      trial.validationLoss !== null && (best?.validationLoss == null || trial.validationLoss < best.validationLoss)
        ? trial
        : best,
    null,
  )
