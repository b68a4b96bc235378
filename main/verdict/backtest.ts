import { toAssayError, AssayError } from '../base/errors.ts'
import type { Work } from '../base/job.ts'
import type { AppContext } from '../context.ts'
import type { EngineChoice } from '../engine/types.ts'
import { setupOperation, textVectorsOperation, trainingDataOperation } from '../features/operations.ts'
import type { TrainSetupInput } from '../features/setupInput.ts'
import type { TrainingData, TrainSetup } from '../features/types.ts'
import { learnOn, type Crew } from '../model/checkpoint.ts'
import { startChosen } from '../model/chooseEngine.ts'
import { resolveTraining, type ModelConfigInput } from '../model/config.ts'
import type { ModelConfig } from '../model/modelConfig.ts'
import { sendRows } from '../model/sendRows.ts'
import type { EngineInfo } from '../model/types.ts'
import type { DateOutcome } from './backtestDate.ts'
import { measureReachedOperation, planBacktestOperation, saveBacktestOperation } from './operations.ts'
import type { BacktestDate, DatedRows } from './types.ts'

export interface BacktestRequest {
  /** How many past dates. */
  dates: number
  /** As of a training; its cutoff and split are the backtest's own. */
  setup: Omit<TrainSetupInput, 'cutoff' | 'split' | 'fold'>
  config: ModelConfigInput
  engine: EngineChoice
}

/** What keeps a date from being tested, but not the others. */
const tooLittle: string[] = ['features.tooFewRows', 'features.nothingToLearn', 'features.noPurchases']

/** Where the chart's curve is measured: shares of the customers. */
const curveShares = [
  ...[0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.13, 0.16, 0.2, 0.25],
  ...[0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
]

/**
 * At every date in turn: rows as of that day, a training on what was known then, and the order in which each contender
 * would have targeted the customers of that day. Dates with too little to learn from are left out with their reason.
 * Nothing is stored unless all of it succeeds. Throws `verdict.noDates` where no date is left.
 */
export async function runBacktest(
  context: AppContext,
  request: BacktestRequest,
  work: Work,
): Promise<{ backtestId: number }> {
  const startedMs = Date.now()
  const { horizonDays: wanted } = request.setup
  const plan = await context.run(planBacktestOperation, { dates: request.dates, horizonDays: wanted })
  const crew: Crew = { trainer: context.startTrainer(), engine: null }
  const lessons: Lesson[] = []
  const dates: BacktestDate[] = []
  const rows: DatedRows[] = []
  let engine: EngineInfo | null = null
  try {
    for (const [done, cutoff] of plan.cutoffs.entries()) {
      work.checkpoint()
      work.progress('backtest', done, plan.cutoffs.length)
      const own = withinDate(work, cutoff)
      const lesson = await prepareDate(context, request, cutoff, plan.horizonDays, own)
      if ('skipped' in lesson) {
        dates.push(lesson.skipped)
        continue
      }
      engine ??= await start(context, crew, request.engine, lesson, own)
      const outcome = await learnDate(context, crew, lesson, own)
      const { trainingCutoffs } = lesson.setup
      const { epochs, seconds } = outcome
      const customers = outcome.rows.ids.length
      dates.push({ cutoff, skipped: null, customers, trainingCutoffs, epochs, seconds })
      rows.push({ cutoff, ...outcome.rows })
      lessons.push(lesson)
    }
  } finally {
    crew.trainer.release()
  }
  if (!engine || rows.length === 0) throw noDates(plan.horizonDays, dates)
  const targets = curveShares.map((share) => ({ share }))
  const curve = await context.run(measureReachedOperation, { dates: rows, targets }, work)
  work.progress('save', 0, null)
  const { setup, config, fingerprint } = lessons[0]
  const { horizonDays, stepDays } = plan
  const seconds = (Date.now() - startedMs) / 1000
  const backtest = { horizonDays, stepDays, setup, config, engine, dates, curve, seconds, fingerprint }
  return context.run(saveBacktestOperation, { backtest, rows }, work)
}

/** All that a training at one date takes; the rows until they have been sent. */
interface Lesson {
  setup: TrainSetup
  config: ModelConfig
  fingerprint: string
  unsent: TrainingData[]
}

/** The dates' steps are told as notes: a bar that starts anew with each of them would say nothing. */
const withinDate = (work: Work, cutoff: string): Work => {
  let last = ''
  return {
    ...work,
    progress(step) {
      if (step !== last) work.note('backtestStep', { cutoff, step })
      last = step
    },
    note(name, data) {
      if (name === 'engine') work.note(name, data)
    },
  }
}

async function prepareDate(
  context: AppContext,
  { setup: chosen, config: settings }: BacktestRequest,
  cutoff: string,
  horizonDays: number,
  work: Work,
): Promise<Lesson | { skipped: BacktestDate }> {
  const input = { ...chosen, cutoff, horizonDays, split: 'time' as const }
  const { setup, config } = resolveTraining(await context.run(setupOperation, input), settings)
  try {
    await context.run(textVectorsOperation, setup, work)
    const data = await context.run(trainingDataOperation, setup, work)
    // Other tasks may still be learned, but nobody is targeted by them.
    if (data.skipped.some(({ task }) => task === 'ltv')) return leftOut(cutoff, setup, 'features.nothingToLearn')
    return { setup, config, fingerprint: data.fingerprint, unsent: [data] }
  } catch (thrown) {
    const { code } = toAssayError(thrown)
    if (!tooLittle.includes(code)) throw thrown
    return leftOut(cutoff, setup, code)
  }
}

const leftOut = (cutoff: string, { trainingCutoffs }: TrainSetup, code: string): { skipped: BacktestDate } => ({
  skipped: { cutoff, skipped: code, customers: 0, trainingCutoffs, epochs: 0, seconds: 0 },
})

async function start(
  context: AppContext,
  crew: Crew,
  wanted: EngineChoice,
  { unsent: [data], config }: Lesson,
  work: Work,
): Promise<EngineInfo> {
  const engine = await startChosen(context, crew.trainer, wanted, { data, config }, work)
  crew.engine = engine.name
  work.note('engine', engine)
  return engine
}

async function learnDate(
  context: AppContext,
  crew: Crew,
  { setup, config, unsent }: Lesson,
  work: Work,
): Promise<DateOutcome> {
  const learn = async (trainer: Crew['trainer'], own: Work) => {
    await sendRows(trainer, unsent.pop() ?? (await context.run(trainingDataOperation, setup, own)), own)
    return trainer.call<DateOutcome>('backtest', config, own)
  }
  return learnOn(context, crew, null, learn, work)
}

function noDates(horizonDays: number, dates: BacktestDate[]): AssayError {
  const reasons = dates.map(({ cutoff, skipped }) => `${cutoff}: ${skipped ?? ''}`).join(', ')
  return new AssayError('verdict.nothingTested', { horizonDays, dates: dates.length, reasons })
}
