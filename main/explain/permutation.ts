import type { Work } from '../base/job.ts'
import { createRandom, hashText } from '../base/random.ts'
import type { Matrix } from '../base/table.ts'
import { inputGroups, type ExampleTable, type FeatureSpec, type InputGroup, type Task } from '../features/types.ts'
import { estimateOf, forEachResample } from '../model/metrics/bootstrap.ts'
import { createMeasure, type Measure } from '../model/metrics/measure.ts'
import { primaryMetricOf, type Estimate } from '../model/types.ts'
import type { FeatureImportance, PermutationResult } from './types.ts'

export interface PermutationOptions {
  repeats: number
  seed: number
  /** Resamples behind the reference's interval. */
  resamples: number
}

/** The task's deciding output for every row of a table. */
export type Predict = (table: ExampleTable) => Float64Array | Promise<Float64Array>

/**
 * Permutation importance (Breiman 2001; Fisher, Rudin & Dominici 2019): how much the task's metric on test rows falls
 * when the values of one input change places between rows, `repeats` times. Columns of one vocabulary (`channel = app`,
 * `channel = web`) move together. Correlated inputs can stand in for each other, so a low figure does not mean unused.
 * `table` holds test rows alone. The interval is of the mean over repeats (t distribution), not over other customers.
 */
export async function permutationImportance(
  task: Task,
  table: ExampleTable,
  specs: FeatureSpec[],
  predict: Predict,
  options: PermutationOptions,
  work: Work,
): Promise<PermutationResult> {
  const measure = createMeasure(task, table)
  const untouched = await predict(table)
  const reference = referenceOf(measure, untouched, table, options, work)
  const inputs = permutableInputs(specs, table)
  const features: FeatureImportance[] = []
  for (const [index, input] of inputs.entries()) {
    const random = createRandom(hashText(input.feature, options.seed))
    const drops: number[] = []
    for (let repeat = 0; repeat < options.repeats; repeat++) {
      work.checkpoint()
      const order = random.shuffle(Int32Array.from({ length: table.rows }, (_, row) => row))
      drops.push(measure.plain(untouched) - measure.plain(await predict(withPermuted(table, input, order))))
      work.progress('permutation', index * options.repeats + repeat + 1, inputs.length * options.repeats)
    }
    features.push({ feature: input.feature, group: input.group, source: input.source, ...summary(drops) })
  }
  features.sort((a, b) => b.mean - a.mean)
  return { metric: primaryMetricOf(task), reference, rows: table.rows, repeats: options.repeats, features }
}

interface Input extends Pick<FeatureSpec, 'group' | 'source'> {
  feature: string
  /** Column positions within the group's matrix. */
  columns: number[]
}

/** Inputs that vary at all: shuffling a constant can't change anything. */
function permutableInputs(specs: FeatureSpec[], table: ExampleTable): Input[] {
  const found = new Map<string, Input>()
  for (const { name, group, source } of specs) {
    const matrix = table.inputs[group]
    const column = matrix.names.indexOf(name)
    if (column < 0 || isConstant(matrix, column)) continue
    const feature = name.split(' = ')[0]
    const key = `${group}\n${feature}`
    const input = found.get(key) ?? { feature, group, source, columns: [] }
    input.columns.push(column)
    found.set(key, input)
  }
  return [...found.values()]
}

function isConstant({ names, rows, values }: Matrix, column: number): boolean {
  for (let row = 1; row < rows; row++) if (values[row * names.length + column] !== values[column]) return false
  return true
}

function withPermuted(table: ExampleTable, { group, columns }: Input, order: Int32Array): ExampleTable {
  const matrix = table.inputs[group]
  const width = matrix.names.length
  const values = matrix.values.slice()
  for (let row = 0; row < matrix.rows; row++) {
    for (const column of columns) values[row * width + column] = matrix.values[order[row] * width + column]
  }
  const inputs = Object.fromEntries(inputGroups.map((name) => [name, table.inputs[name]])) as Record<InputGroup, Matrix>
  return { ...table, inputs: { ...inputs, [group]: { ...matrix, values } } }
}

function referenceOf(
  measure: Measure,
  predicted: Float64Array,
  table: ExampleTable,
  { resamples, seed }: PermutationOptions,
  work: Work,
): Estimate {
  const weighted = measure.weighted(predicted)
  const values = new Float64Array(resamples)
  const visit = (weights: Float64Array, resample: number) => void (values[resample] = weighted(weights))
  forEachResample(table.clusters, { resamples, seed }, visit, work)
  return estimateOf(measure.plain(predicted), values)
}

/** 97.5% quantiles of Student's t for 1–30 degrees of freedom; the normal's beyond. */
const tQuantiles = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
]

function summary(repeats: number[]): Pick<FeatureImportance, 'mean' | 'spread' | 'low' | 'high' | 'repeats'> {
  const n = repeats.length
  const mean = repeats.reduce((sum, drop) => sum + drop, 0) / n
  const spread = Math.sqrt(repeats.reduce((sum, drop) => sum + (drop - mean) ** 2, 0) / (n - 1))
  const half = ((tQuantiles[n - 2] ?? 1.96) * spread) / Math.sqrt(n)
  return { mean, spread, low: mean - half, high: mean + half, repeats }
}
