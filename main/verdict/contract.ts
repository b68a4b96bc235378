import { z } from 'zod'
import { command } from '../base/command.ts'
import { trainSetupInput } from '../features/setupInput.ts'
import { engineInput, trainInput } from '../model/contract.ts'
import type { Backtest, BacktestPlan, Reached, RobustnessReport } from './types.ts'

const datesInput = z.int().min(1).max(12).default(4)

/** What is set up as for a training; cutoff and split are the backtest's own. Customer value alone is learned unless told. */
const setupInput = trainSetupInput.omit({ cutoff: true, split: true, fold: true }).extend({
  tasks: trainSetupInput.shape.tasks
    .unwrap()
    .default(['ltv'])
    .refine((tasks) => tasks.includes('ltv'), {
      message: 'ltv among the tasks: customers are targeted by their value',
    }),
})

const targetInput = z.union([
  z.strictObject({ share: z.number().gt(0).max(1) }),
  z.strictObject({ count: z.int().min(1).max(100_000_000) }),
])

/** In standard deviations of the inputs. */
const sizes = z.array(z.number().gt(0).max(10)).max(10)

export const verdictContract = {
  /** Where the past could be tested. */
  'verdict.plan': command<BacktestPlan>()(
    z.object({ dates: datesInput, horizonDays: trainSetupInput.shape.horizonDays }),
  ),
  /** Trains at several past dates on what was known then, and keeps whom each contender would have targeted. */
  'verdict.backtest': command<{ jobId: string }>()(
    z.object({
      dates: datesInput,
      setup: setupInput.prefault({}),
      config: trainInput.shape.config,
      engine: engineInput.default('auto'),
    }),
  ),
  /** Newest first. */
  'verdict.backtests': command<Backtest[]>()(z.object({})),
  /** What each contender's targets brought, at any size of target. */
  'verdict.reached': command<Reached>()(z.object({ backtestId: z.int(), target: targetInput })),
  'verdict.deleteBacktest': command<null>()(z.object({ backtestId: z.int() })),
  /** Measures a run on worse test rows: noise, a source missing, an adversary. */
  'verdict.robustness': command<{ jobId: string }>()(
    z.object({
      runId: z.int(),
      noise: sizes.default([0.1, 0.3, 1]),
      attack: sizes.default([0.1, 0.5]),
      /** Test rows used at most; a seeded sample beyond that. */
      rows: z.int().min(50).max(100_000).default(5000),
      seed: z.int().min(0).max(4294967295).default(1),
      engine: engineInput.default('auto'),
    }),
  ),
  /** A run's latest report; null where there is none. */
  'verdict.robustnessOf': command<RobustnessReport | null>()(z.object({ runId: z.int() })),
  /** A run's scores against what has happened since; a job, whose result is a Since. */
  'verdict.since': command<{ jobId: string }>()(z.object({ runId: z.int() })),
}
