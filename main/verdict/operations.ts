import { decode, encode } from '../base/codec.ts'
import { readOperation, writeOperation } from '../storage/operation.ts'
import { planBacktest } from './dates.ts'
import { measureReached } from './reached.ts'
import { measureSince } from './since.ts'
import { backtestRows, deleteBacktest, insertBacktest, insertRobustness, type FinishedBacktest } from './store.ts'
import type { DatedRows, Reached, RobustnessReport, Target } from './types.ts'

/** Behind every interval; seeded, so that the same target gives the same figures whenever it is asked for. */
const bootstrap = { resamples: 1000, seed: 1 }

export const planBacktestOperation = readOperation('verdict.plan', planBacktest)

export const measureReachedOperation = readOperation(
  'verdict.measure',
  (_, { dates, targets }: { dates: DatedRows[]; targets: Target[] }, work) =>
    measureReached(dates, targets, bootstrap, work),
)

export const saveBacktestOperation = writeOperation(
  'verdict.saveBacktest',
  ({ database }, { backtest, rows }: { backtest: FinishedBacktest; rows: DatedRows[] }) => ({
    backtestId: insertBacktest(database, backtest, encode(rows)),
  }),
)

/** What a stored backtest's contenders reached at any target. */
export const reachedOperation = readOperation(
  'verdict.reached',
  ({ database }, { backtestId, target }: { backtestId: number; target: Target }, work): Reached => {
    const dates = decode<DatedRows[]>(backtestRows(database, backtestId))
    return measureReached(dates, [target], bootstrap, work)[0]
  },
)

export const deleteBacktestOperation = writeOperation(
  'verdict.deleteBacktest',
  ({ database }, { backtestId }: { backtestId: number }) => deleteBacktest(database, backtestId),
)

export const saveRobustnessOperation = writeOperation(
  'verdict.saveRobustness',
  ({ database }, report: RobustnessReport) => insertRobustness(database, report),
)

export const sinceOperation = readOperation('verdict.since', measureSince)

export const verdictOperations = [
  sinceOperation,
  planBacktestOperation,
  measureReachedOperation,
  saveBacktestOperation,
  reachedOperation,
  deleteBacktestOperation,
  saveRobustnessOperation,
]
