import { AssayError } from '../../base/errors.ts'
import type { Work } from '../../base/job.ts'
import type { AppContext } from '../../context.ts'
import type { EngineChoice } from '../../engine/types.ts'
import { refitDataOperation, trainingDataOperation } from '../../features/operations.ts'
import { startChosen } from '../chooseEngine.ts'
import { studentConfig } from '../distil/studentConfig.ts'
import type { DistilInput, Distilled } from '../distil/types.ts'
import { modelOperation } from '../operations.ts'
import { sendRows } from '../sendRows.ts'
import { exportOperation, type ExportInput, type SmallModel } from './operations.ts'
import type { WrittenExport } from './types.ts'

export interface ExportRequest extends Omit<ExportInput, 'small'> {
  small: boolean
  engine: EngineChoice
}

/** Writes a run's model for use outside; where it is to be small, a network learns from it first. */
export async function exportRun(context: AppContext, request: ExportRequest, work: Work): Promise<WrittenExport> {
  const { engine, small: isSmall, ...choices } = request
  const small = isSmall ? await learnSmall(context, choices.runId, engine, work) : null
  work.progress('write', 0, null)
  return context.run(exportOperation, { ...choices, small }, work)
}

/**
 * One small network is judged: it learned from the model that was tested, on the rows that one learned from. Another, which
 * is handed on, learns from the model that scores, on all rows. Throws `export.dataChanged` where the rows can't be rebuilt.
 */
async function learnSmall(context: AppContext, runId: number, engine: EngineChoice, work: Work): Promise<SmallModel> {
  // Epochs and steps of a small network would look like those of a run.
  const quiet: Work = { ...work, note() {}, progress: (_, done, total) => work.progress('distil', done, total) }
  const { artifact: tested, setup, fingerprint } = await context.run(modelOperation, { runId, name: 'evaluation' })
  const data = await context.run(trainingDataOperation, setup, work)
  if (data.fingerprint !== fingerprint) throw new AssayError('export.dataChanged', { runId })
  const trainer = context.startTrainer()
  const learn = (input: DistilInput) => trainer.call<Distilled>('distil', input, quiet)
  try {
    await startChosen(context, trainer, engine, { data, config: studentConfig(tested.config) }, work)
    await sendRows(trainer, data, work)
    const { epochs, tasks, artifact: judged } = await learn({ teacher: tested, sibling: null })
    const { artifact: teacher } = await context.run(modelOperation, { runId, name: 'refit' })
    await sendRows(trainer, await context.run(refitDataOperation, setup, work), work)
    const { artifact } = await learn({ teacher, sibling: { epochs, conformal: judged.conformal } })
    return { artifact, tasks, epochs }
  } finally {
    trainer.release()
  }
}
