import type { Work } from '../base/job.ts'
import { createRandom } from '../base/random.ts'
import { takeRows } from '../base/table.ts'
import type { Engine } from '../engine/types.ts'
import { part, type ExampleTable, type Task, type TrainingData } from '../features/types.ts'
import { metricsOf } from '../model/metrics/taskMetrics.ts'
import { runModel } from '../model/runningModel.ts'
import { rowsIn, tablesOf } from '../model/tables.ts'
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
  const entity = entityOf[task]
  const whole = tablesOf(data)[entity]
  if (!whole) throw new Error(`no ${entity} rows to explain ${task} on`)
  const chosen = createRandom(seed).shuffle(rowsIn(whole, part.test)).slice(0, rows).sort()
  const model = runModel(engine, artifact)
  const predict = async (table: ExampleTable) =>
    (await model.predict({ [entity]: table }, data.log))[`${task}.${metricsOf[task][0].output}`]
  try {
    const options = { repeats, seed, resamples }
    return await permutationImportance(task, pickRows(whole, chosen), artifact.specs, predict, options, work)
  } finally {
    model.dispose()
  }
}

/** The given rows of every column, as a table of their own. */
function pickRows(table: ExampleTable, rows: Int32Array): ExampleTable {
  const columns = (named: Record<string, Float64Array>) =>
    Object.fromEntries(
      Object.entries(named).map(([name, values]) => [name, Float64Array.from(rows, (row) => values[row])]),
    )
  const taken = (column: Int32Array) => rows.map((row) => column[row])
  const { codes, sequences } = table
  return {
    entity: table.entity,
    rows: rows.length,
    ids: taken(table.ids),
    brandIds: table.brandIds.length > 0 ? taken(table.brandIds) : new Int32Array(0),
    clusters: taken(table.clusters),
    cutoffs: Float64Array.from(rows, (row) => table.cutoffs[row]),
    parts: Uint8Array.from(rows, (row) => table.parts[row]),
    inputs: {
      behaviour: takeRows(table.inputs.behaviour, rows),
      product: takeRows(table.inputs.product, rows),
      social: takeRows(table.inputs.social, rows),
    },
    codes: { category: taken(codes.category), brand: taken(codes.brand) },
    sequences: {
      from: taken(sequences.from),
      to: taken(sequences.to),
      cutoffDays: taken(sequences.cutoffDays),
    },
    labels: columns(table.labels),
    baseline: columns(table.baseline),
  }
}
