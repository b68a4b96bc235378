import { toAssayError } from '../base/errors.ts'
import type { Work } from '../base/job.ts'
import type { AppContext, Trainer } from '../context.ts'
import type { EngineChoice } from '../engine/types.ts'
import { setupOperation, trainingDataOperation } from '../features/operations.ts'
import type { TrainSetupInput } from '../features/setupInput.ts'
import { startChosen } from '../model/chooseEngine.ts'
import { resolveTraining, type ModelConfigInput } from '../model/config.ts'
import { sendRows } from '../model/sendRows.ts'
import { refuseTransfer } from '../model/transfer/chosenStart.ts'
import type { Validated } from '../model/training.ts'
import type { ModelConfig } from '../model/modelConfig.ts'
import { createStudyOperation, saveTrialOperation, updateStudyOperation } from './operations.ts'
import { checkSpace, defaultSpace, drawConfig } from './space.ts'
import { findStudy, studySetup } from './store.ts'
import { searchable, type SearchSpace, type Trial } from './types.ts'

export interface SearchRequest {
  method: 'random'
  trials: number
  seed: number
  setup: TrainSetupInput
  config: ModelConfigInput
  space?: SearchSpace
  engine: EngineChoice
  resume?: number
}

/** A study as it stands before its next trial. */
interface Plan {
  studyId: number
  setup: TrainSetupInput
  config: ModelConfigInput
  space: SearchSpace
  seed: number
  /** Numbers of the trials still to be tried. */
  numbers: number[]
}

/**
 * Tries configurations one after the other on one trainer, compared by their joint loss on validation rows; the test
 * part is not looked at. Every trial is stored as it finishes, so cancelling keeps what was tried; a trial that diverges
 * is stored as failed and the search goes on.
 */
export async function runStudy(context: AppContext, request: SearchRequest, work: Work): Promise<{ studyId: number }> {
  const plan = request.resume === undefined ? await begin(context, request) : await resume(context, request)
  const trainer = context.startTrainer()
  try {
    const { setup, config: base } = resolveTraining(await context.run(setupOperation, plan.setup), plan.config)
    const data = await context.run(trainingDataOperation, setup, work)
    work.note('engine', await startChosen(context, trainer, request.engine, { data, config: base }, work))
    await sendRows(trainer, data, work)
    for (const [done, number] of plan.numbers.entries()) {
      work.checkpoint()
      work.progress('search', done, plan.numbers.length)
      const trial = await runTrial(trainer, base, plan, number, work)
      await context.run(saveTrialOperation, { studyId: plan.studyId, trial })
      work.note('trial', { studyId: plan.studyId, ...trial })
    }
    await context.run(updateStudyOperation, { studyId: plan.studyId, state: 'done' })
    return { studyId: plan.studyId }
  } catch (thrown) {
    const state = toAssayError(thrown).code === 'job.cancelled' ? 'cancelled' : 'failed'
    await context.run(updateStudyOperation, { studyId: plan.studyId, state })
    throw thrown
  } finally {
    trainer.release()
  }
}

async function begin(context: AppContext, request: SearchRequest): Promise<Plan> {
  const { method, setup, config, seed, trials: trialsWanted } = request
  const space = request.space ?? defaultSpace
  checkSpace(space)
  refuseTransfer(config)
  const study = { method, space, shared: { setup, config }, seed, trialsWanted }
  const studyId = await context.run(createStudyOperation, study)
  return { studyId, setup, config, space, seed, numbers: range(1, trialsWanted) }
}

/** Goes on with a study's own setup, space and seed, up to the number of trials now wanted. */
async function resume(context: AppContext, { resume: studyId = 0, trials }: SearchRequest): Promise<Plan> {
  const { database } = context.project()
  const study = findStudy(database, studyId)
  const { setup, config } = studySetup(database, studyId) as Pick<SearchRequest, 'setup' | 'config'>
  const tried = new Set(study.trials.map((trial) => trial.number))
  const trialsWanted = Math.max(trials, study.trialsWanted)
  await context.run(updateStudyOperation, { studyId, state: 'running', trialsWanted })
  const numbers = range(1, trialsWanted).filter((number) => !tried.has(number))
  return { studyId, setup, config, space: study.space, seed: study.seed, numbers }
}

async function runTrial(trainer: Trainer, base: ModelConfig, plan: Plan, number: number, work: Work): Promise<Trial> {
  const varied = Object.fromEntries(searchable.map((name) => [name, base[name]])) as Trial['config']
  const config = drawConfig(plan.space, varied, plan.seed, number)
  const startedMs = Date.now()
  try {
    // The search's own progress counts trials; a trial's epochs would make its bar jump.
    const quiet: Work = { ...work, progress() {} }
    const { validationLoss, taskLosses, epochs } = await trainer.call<Validated>(
      'validate',
      { ...base, ...config },
      quiet,
    )
    const seconds = (Date.now() - startedMs) / 1000
    return { number, config, state: 'done', validationLoss, taskLosses, epochs, seconds, error: null }
  } catch (thrown) {
    const error = toAssayError(thrown)
    if (error.code !== 'model.diverged') throw thrown
    const seconds = (Date.now() - startedMs) / 1000
    return {
      number,
      config,
      state: 'failed',
      validationLoss: null,
      taskLosses: {},
      epochs: 0,
      seconds,
      error: error.code,
    }
  }
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i)
