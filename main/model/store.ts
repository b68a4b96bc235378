import type { Database } from 'better-sqlite3'
import { AssayError } from '../base/errors.ts'
import { getChunks, putChunks, type ChunkPlace } from '../storage/chunkStore.ts'
import { record } from '../storage/history.ts'
import type { SideResults } from './sideTypes.ts'
import { currentConfig } from './storedArtifact.ts'
import type { ModelConfig } from './modelConfig.ts'
import type { Origin } from './transfer/types.ts'
import type { EngineInfo, EpochNote, LearningNotes, Metrics, RunSource, TaskReport } from './types.ts'
import type { TextNote } from '../features/text/encoder.ts'
import type { SkippedTask, SplitKind, ByTask, TrainSetup } from '../features/types.ts'

/** A run as it stands in the table, its JSON read. */
export interface StoredRun {
  runId: number
  createdAtMs: number
  studyId: number | null
  fingerprint: string
  setup: TrainSetup
  config: ModelConfig
  engine: EngineInfo
  split: SplitKind
  cutoffMs: number
  scoredAtMs: number
  horizonDays: number
  rowsTrain: number
  rowsValidation: number
  rowsTest: number
  epochs: number
  seconds: number
  examplesPerSecond: number
  tasks: ByTask<TaskReport>
  skipped: SkippedTask[]
  losses: EpochNote[]
  newcomerRevenueShare: number | null
  side: SideResults
  text?: TextNote | null
  learning: LearningNotes
  origin: Origin | null
}

const jsonColumns = [
  ...(['setup', 'config', 'engine', 'tasks', 'skipped', 'losses', 'side', 'text', 'learning', 'origin'] as const),
]

const selectRun = `SELECT id AS runId, created_at AS createdAtMs, study_id AS studyId, fingerprint, setup, config, engine,
  split, cutoff_ms AS cutoffMs, scored_ms AS scoredAtMs, horizon_days AS horizonDays, rows_train AS rowsTrain, rows_validation AS rowsValidation,
  rows_test AS rowsTest, epochs, seconds, examples_per_second AS examplesPerSecond, tasks, skipped, losses,
  newcomer_revenue_share AS newcomerRevenueShare, side, text, learning, origin FROM run`

function parsed(row: Record<string, unknown>): StoredRun {
  const run = { ...row }
  for (const column of jsonColumns) run[column] = JSON.parse(row[column] as string)
  const stored = run as object as StoredRun
  return { ...stored, config: currentConfig(stored.config) }
}

/** The newest run; null where there is none. */
export const latestRunId = (database: Database): number | null =>
  database.prepare('SELECT MAX(id) FROM run').pluck().get() as number | null

/** What tells a run from a later one that got its number after it was deleted; null where there is no such run. */
export function runKey(database: Database, runId: number): string | null {
  const made = database.prepare('SELECT created_at FROM run WHERE id = ?').pluck().get(runId)
  return typeof made === 'number' ? `${runId} ${made}` : null
}

/** The days that a run's scores tell: so many from the moment on that they stand as of; null where there is no such run. */
export const scoredWindow = (database: Database, runId: number): { horizonDays: number; scoredMs: number } | null =>
  database
    .prepare<[number], { horizonDays: number; scoredMs: number }>(
      'SELECT horizon_days AS horizonDays, scored_ms AS scoredMs FROM run WHERE id = ?',
    )
    .get(runId) ?? null

/** Newest first. */
export const listRuns = (database: Database): StoredRun[] =>
  (database.prepare(`${selectRun} ORDER BY id DESC`).all() as Record<string, unknown>[]).map(parsed)

/** Throws `model.unknownRun`. */
export function findRun(database: Database, runId: number): StoredRun {
  const row = database.prepare(`${selectRun} WHERE id = ?`).get(runId) as Record<string, unknown> | undefined
  if (!row) throw new AssayError('model.unknownRun', { runId })
  return parsed(row)
}

/** Inserts the run, its figures and the sources it learned from; returns its id. Call inside a transaction. */
export function insertRun(database: Database, run: Omit<StoredRun, 'runId'>): number {
  const { lastInsertRowid } = database
    .prepare(
      `INSERT INTO run (created_at, study_id, fingerprint, setup, config, engine, split, cutoff_ms, scored_ms, horizon_days,
        rows_train, rows_validation, rows_test, epochs, seconds, examples_per_second, tasks, skipped, losses,
        newcomer_revenue_share, side, text, learning, origin)
      VALUES (@createdAtMs, @studyId, @fingerprint, @setup, @config, @engine, @split, @cutoffMs, @scoredAtMs, @horizonDays,
        @rowsTrain, @rowsValidation, @rowsTest, @epochs, @seconds, @examplesPerSecond, @tasks, @skipped, @losses,
        @newcomerRevenueShare, @side, @text, @learning, @origin)`,
    )
    .run({ ...run, ...Object.fromEntries(jsonColumns.map((column) => [column, JSON.stringify(run[column] ?? null)])) })
  const runId = Number(lastInsertRowid)
  for (const [task, report] of Object.entries(run.tasks)) {
    insertMetrics(database, runId, task, 'model', report.metrics)
    for (const [name, metrics] of Object.entries(report.baselines)) insertMetrics(database, runId, task, name, metrics)
  }
  for (const [task, report] of Object.entries(run.side.tasks)) {
    insertMetrics(database, runId, `side ${task}`, 'model', report.metrics)
    for (const [name, metrics] of Object.entries(report.baselines)) {
      insertMetrics(database, runId, `side ${task}`, name, metrics)
    }
  }
  database
    .prepare(
      `INSERT INTO run_source (run_id, source_id, name, kind, sha256, rows_kept)
       SELECT ?, id, name, kind, sha256, rows_kept FROM source_current`,
    )
    .run(runId)
  record(database, 'model.train', `#${runId}`, { epochs: run.epochs, seconds: run.seconds })
  return runId
}

function insertMetrics(database: Database, runId: number, task: string, subject: string, metrics: Metrics): void {
  const insert = database.prepare(
    'INSERT INTO metric (run_id, task, subject, name, value, low, high) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  for (const [name, { value, low, high }] of Object.entries(metrics)) {
    insert.run(runId, task, subject, name, value, low, high)
  }
}

export function deleteRun(database: Database, runId: number): void {
  database.transaction(() => {
    const { changes } = database.prepare('DELETE FROM run WHERE id = ?').run(runId)
    if (changes === 0) throw new AssayError('model.unknownRun', { runId })
    record(database, 'model.deleteRun', `#${runId}`)
  })()
}

/** What the run learned from, and whether it is still there. */
export function runSources(database: Database, runId: number): RunSource[] {
  const rows = database
    .prepare(
      `SELECT r.source_id AS sourceId, r.name, r.kind, r.sha256, r.rows_kept AS rowsKept, s.id IS NOT NULL AS present
       FROM run_source r LEFT JOIN source_current s ON s.id = r.source_id AND s.sha256 = r.sha256
       WHERE r.run_id = ? ORDER BY r.source_id`,
    )
    .all(runId) as (Omit<RunSource, 'present'> & { present: number })[]
  return rows.map((row) => ({ ...row, present: row.present === 1 }))
}

const blobOf = (runId: number, name: string): ChunkPlace => ({ table: 'blob', keys: { run_id: runId, name } })

/** Stores a large value of a run, replacing what stood under the name. */
export const putBlob = (database: Database, runId: number, name: string, bytes: Uint8Array): void =>
  putChunks(database, blobOf(runId, name), bytes)

/** Throws `model.noWeights` where the run keeps nothing of that name. */
export function getBlob(database: Database, runId: number, name: string): Buffer {
  const bytes = getChunks(database, blobOf(runId, name))
  if (!bytes) throw new AssayError('model.noWeights', { runId })
  return bytes
}

/** Users', products' or brands' names as they stand in the user's files, by key. */
export function externalNames(database: Database, table: 'user' | 'product' | 'brand'): Map<number, string> {
  const column = table === 'brand' ? 'name' : 'external'
  return new Map(database.prepare(`SELECT id, ${column} FROM ${table}`).raw().all() as [number, string][])
}
