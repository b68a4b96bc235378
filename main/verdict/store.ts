import type { Database } from 'better-sqlite3'
import { AssayError } from '../base/errors.ts'
import { getChunks, putChunks, type ChunkPlace } from '../storage/chunkStore.ts'
import { record } from '../storage/history.ts'
import type { Backtest, RobustnessReport } from './types.ts'

/** A backtest on its way into the project. */
export type FinishedBacktest = Omit<Backtest, 'backtestId' | 'createdAtMs' | 'stale'> & { fingerprint: string }

/** As it stands in the table: whether it is stale depends on the project. */
export type StoredBacktest = Omit<Backtest, 'stale'> & { fingerprint: string }

const jsonColumns = ['setup', 'config', 'engine', 'dates', 'curve'] as const

const selectBacktest = `SELECT id AS backtestId, created_at AS createdAtMs, fingerprint, horizon_days AS horizonDays,
  step_days AS stepDays, setup, config, engine, dates, curve, seconds FROM backtest`

/** Stores a backtest with its rows and returns its id. */
export function insertBacktest(database: Database, backtest: FinishedBacktest, rows: Uint8Array): number {
  const texts = Object.fromEntries(jsonColumns.map((name) => [name, JSON.stringify(backtest[name])]))
  return database.transaction(() => {
    const { lastInsertRowid } = database
      .prepare(
        `INSERT INTO backtest (created_at, fingerprint, horizon_days, step_days, setup, config, engine, dates, curve, seconds)
         VALUES (@createdAtMs, @fingerprint, @horizonDays, @stepDays, @setup, @config, @engine, @dates, @curve, @seconds)`,
      )
      .run({ ...backtest, ...texts, createdAtMs: Date.now() })
    const backtestId = Number(lastInsertRowid)
    putChunks(database, rowsOf(backtestId), rows)
    record(database, 'verdict.backtest', `#${backtestId}`, { dates: backtest.dates.length, seconds: backtest.seconds })
    return backtestId
  })()
}

const rowsOf = (backtestId: number): ChunkPlace => ({ table: 'backtest_rows', keys: { backtest_id: backtestId } })

/** Newest first. */
export const listBacktests = (database: Database): StoredBacktest[] =>
  (database.prepare(`${selectBacktest} ORDER BY id DESC`).all() as Record<string, unknown>[]).map(parsed)

function parsed(row: Record<string, unknown>): StoredBacktest {
  const backtest = { ...row }
  for (const column of jsonColumns) backtest[column] = JSON.parse(row[column] as string)
  return backtest as object as StoredBacktest
}

/** Throws `verdict.unknownBacktest`. */
export function backtestRows(database: Database, backtestId: number): Buffer {
  const bytes = getChunks(database, rowsOf(backtestId))
  if (!bytes) throw new AssayError('verdict.unknownBacktest', { backtestId })
  return bytes
}

/** Throws `verdict.unknownBacktest`. */
export function deleteBacktest(database: Database, backtestId: number): void {
  database.transaction(() => {
    const { changes } = database.prepare('DELETE FROM backtest WHERE id = ?').run(backtestId)
    if (changes === 0) throw new AssayError('verdict.unknownBacktest', { backtestId })
    record(database, 'verdict.deleteBacktest', `#${backtestId}`)
  })()
}

/** Stores a run's report in place of its earlier one. */
export function insertRobustness(database: Database, report: RobustnessReport): void {
  const { runId, createdAtMs, seconds, ...rest } = report
  database.transaction(() => {
    database
      .prepare('INSERT OR REPLACE INTO robustness (run_id, created_at, seconds, report) VALUES (?, ?, ?, ?)')
      .run(runId, createdAtMs, seconds, JSON.stringify(rest))
    record(database, 'verdict.robustness', `#${runId}`, { seconds })
  })()
}

export function findRobustness(database: Database, runId: number): RobustnessReport | null {
  const row = database
    .prepare('SELECT created_at AS createdAtMs, seconds, report FROM robustness WHERE run_id = ?')
    .get(runId) as { createdAtMs: number; seconds: number; report: string } | undefined
  if (!row) return null
  const { createdAtMs, seconds, report } = row
  const rest = JSON.parse(report) as Omit<RobustnessReport, 'runId' | 'createdAtMs' | 'seconds'>
  return { runId, createdAtMs, seconds, ...rest }
}
