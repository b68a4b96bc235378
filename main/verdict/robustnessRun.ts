import { AssayError } from '../base/errors.ts'
import type { Work } from '../base/job.ts'
import type { AppContext } from '../context.ts'
import type { EngineChoice } from '../engine/types.ts'
import { trainingDataOperation } from '../features/operations.ts'
import { startChosen } from '../model/chooseEngine.ts'
import { modelOperation } from '../model/operations.ts'
import { sendRows } from '../model/sendRows.ts'
import { saveRobustnessOperation } from './operations.ts'
import type { RobustnessInput } from './robustness.ts'
import type { RobustnessReport, RobustnessSettings } from './types.ts'

export interface RobustnessRequest extends RobustnessSettings {
  runId: number
  engine: EngineChoice
}

/**
 * How a run stands up to worse data, on its own test rows, with the sibling that was tested rather than the refit, which
 * has seen those rows. Throws `verdict.dataChanged` where the rows can't be rebuilt as they were.
 */
export async function robustnessRun(
  context: AppContext,
  { runId, engine, ...settings }: RobustnessRequest,
  work: Work,
): Promise<RobustnessReport> {
  const startedMs = Date.now()
  const { artifact, setup, fingerprint } = await context.run(modelOperation, { runId, name: 'evaluation' })
  const data = await context.run(trainingDataOperation, setup, work)
  if (data.fingerprint !== fingerprint) throw new AssayError('verdict.dataChanged', { runId })
  const trainer = context.startTrainer()
  try {
    await startChosen(context, trainer, engine, { data, config: artifact.config }, work)
    await sendRows(trainer, data, work)
    const input: RobustnessInput = { artifact, settings }
    const found = await trainer.call<Pick<RobustnessReport, 'changes' | 'attacked'>>('robustness', input, work)
    const report = { runId, createdAtMs: Date.now(), seconds: (Date.now() - startedMs) / 1000, settings, ...found }
    await context.run(saveRobustnessOperation, report, work)
    return report
  } finally {
    trainer.release()
  }
}
