import type { Work } from '../base/job.ts'
import { createRandom } from '../base/random.ts'
import type { Engine } from '../engine/types.ts'
import { pickRows } from '../features/exampleTable.ts'
import { part, type ExampleTable, type Task, type TrainingData } from '../features/types.ts'
import { metricsOf } from '../model/metrics/taskMetrics.ts'
import { runModel } from '../model/runningModel.ts'
import { rowsIn, tablesOf } from '../model/tables.ts'
import { readAs } from '../model/transfer/readAs.ts'
import { entityOf, type ModelArtifact } from '../model/types.ts'
import { permutationImportance } from './permutation.ts'
import type { PermutationResult } from './types.ts'

export interface PermutationInput {
  artifact: ModelArtifact
  task: Task
  repeats: number
  /** At most so many test rows, drawn by the seed. */
  rows: number
  seed: number
}

/** Resamples behind the reference's interval. */
const resamples = 1000

/** Permutation importance of a model on the test rows of the data it was trained with. */
export async function explainByPermutation(
  data: TrainingData,
  { artifact, task, repeats, rows, seed }: PermutationInput,
  engine: Engine,
  work: Work,
): Promise<PermutationResult> {
  const entity = entityOf(task)
  const whole = tablesOf(readAs(artifact, data))[entity]
  if (!whole) throw new Error(`no ${entity} rows to explain ${task} on`)
  const chosen = createRandom(seed).shuffle(rowsIn(whole, part.test)).slice(0, rows).sort()
  const model = runModel(engine, artifact)
  const predict = async (table: ExampleTable) =>
    (await model.predict({ [entity]: table }, [task]))[`${task}.${metricsOf(task)[0].output}`]
  try {
    const options = { repeats, seed, resamples }
    return await permutationImportance(task, pickRows(whole, chosen), artifact.specs, predict, options, work)
  } finally {
    model.dispose()
  }
}
