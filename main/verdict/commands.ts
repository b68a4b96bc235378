import type { Handlers } from '../base/command.ts'
import type { AppContext } from '../context.ts'
import { fingerprintOf } from '../features/fingerprint.ts'
import type { OpenProject } from '../storage/operation.ts'
import { runBacktest } from './backtest.ts'
import type { verdictContract } from './contract.ts'
import { planBacktest } from './dates.ts'
import { deleteBacktestOperation, reachedOperation, sinceOperation } from './operations.ts'
import { robustnessRun } from './robustnessRun.ts'
import { findRobustness, listBacktests } from './store.ts'
import type { Backtest } from './types.ts'

export const verdictHandlers: Handlers<typeof verdictContract, AppContext> = {
  'verdict.plan': (input, context) => planBacktest(context.project(), input),
  'verdict.backtest': (request, context) =>
    context.startJob('verdict.backtest', (work) => runBacktest(context, request, work)),
  'verdict.backtests': (_, context) => describeBacktests(context.project()),
  'verdict.reached': (input, context) => context.run(reachedOperation, input),
  async 'verdict.deleteBacktest'(input, context) {
    await context.run(deleteBacktestOperation, input)
    return null
  },
  'verdict.robustness': (request, context) =>
    context.startJob('verdict.robustness', (work) => robustnessRun(context, request, work)),
  'verdict.since': (input, context) =>
    context.startJob('verdict.since', (work) => context.run(sinceOperation, input, work)),
  'verdict.robustnessOf': ({ runId }, context) => findRobustness(context.project().database, runId),
}

const describeBacktests = (project: OpenProject): Backtest[] =>
  listBacktests(project.database).map(({ fingerprint, ...backtest }) => ({
    ...backtest,
    stale: fingerprintOf(project, backtest.setup, 'training') !== fingerprint,
  }))
