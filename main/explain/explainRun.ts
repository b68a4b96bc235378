import type { Work } from '../base/job.ts'
import type { AppContext } from '../context.ts'
import type { EngineChoice } from '../engine/types.ts'
import { trainingDataOperation } from '../features/operations.ts'
import type { Task } from '../features/types.ts'
import { startChosen } from '../model/chooseEngine.ts'
import { modelOperation } from '../model/operations.ts'
import { sendRows } from '../model/sendRows.ts'
import { AssayError } from '../base/errors.ts'
import { saveExplanationOperation } from './operations.ts'
import type { Explanation, PermutationResult } from './types.ts'

export interface ExplainRequest {
  runId: number
  task: Task
  repeats: number
  rows: number
  seed: number
  engine: EngineChoice
}

/**
 * Explains one task of a run on its own test rows, with the sibling that was tested rather than the refit, which has
 * seen those rows. Throws `explain.dataChanged` where the rows can't be rebuilt as they were.
 */
export async function explainRun(context: AppContext, request: ExplainRequest, work: Work): Promise<Explanation> {
  const { runId, task, engine, seed, repeats, rows } = request
  const startedMs = Date.now()
  const { artifact, setup, fingerprint, tasks } = await context.run(modelOperation, { runId, name: 'evaluation' })
  if (!tasks.includes(task)) throw new AssayError('explain.unknownTask', { runId, task })
  const data = await context.run(trainingDataOperation, setup, work)
  if (data.fingerprint !== fingerprint) throw new AssayError('explain.dataChanged', { runId })
  const trainer = context.startTrainer()
  try {
    await startChosen(context, trainer, engine, { data, config: artifact.config }, work)
    await sendRows(trainer, data, work)
    const input = { artifact, task, repeats, rows, seed }
    const result = await trainer.call<PermutationResult>('permutation', input, work)
    const seconds = (Date.now() - startedMs) / 1000
    const explanation = { runId, createdAtMs: Date.now(), task, method: 'permutation' as const, seed, seconds, result }
    return await context.run(saveExplanationOperation, explanation, work)
  } finally {
    trainer.release()
  }
}
