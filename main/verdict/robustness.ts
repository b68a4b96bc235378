import { createRandom } from '../base/random.ts'
import type { Work } from '../base/job.ts'
import type { Engine } from '../engine/types.ts'
import { pickRows } from '../features/exampleTable.ts'
import { part, type ExampleTable, type Task, type TrainingData } from '../features/types.ts'
import { askedTasks } from '../model/horizons.ts'
import { estimateOf, forEachResample } from '../model/metrics/bootstrap.ts'
import { createMeasure } from '../model/metrics/measure.ts'
import { metricsOf } from '../model/metrics/taskMetrics.ts'
import { runModel } from '../model/runningModel.ts'
import { rowsIn, tablesOf } from '../model/tables.ts'
import { readAs } from '../model/transfer/readAs.ts'
import { entityOf, primaryMetricOf, type ModelArtifact } from '../model/types.ts'
import { attack, targetOf, type Target } from './attack.ts'
import { isUsed, withNoise, withoutSource, type Columns } from './perturbation.ts'
import {
  missable,
  type Perturbation,
  type RobustnessChange,
  type RobustnessReport,
  type RobustnessSettings,
} from './types.ts'

export interface RobustnessInput {
  artifact: ModelArtifact
  settings: RobustnessSettings
}

const resamples = 1000

/** What every perturbation does to each task's deciding metric on the test rows of the data that the model was trained with. */
export async function measureRobustness(
  data: TrainingData,
  { artifact, settings }: RobustnessInput,
  engine: Engine,
  work: Work,
): Promise<Pick<RobustnessReport, 'changes' | 'attacked'>> {
  const tables = tablesOf(readAs(artifact, data))
  const asked = askedTasks(artifact.tasks)
  const target = targetOf(engine, artifact)
  const model = runModel(engine, artifact)
  const changes: RobustnessChange[] = []
  try {
    for (const task of asked) {
      const [whole, scales] = [tables[entityOf(task)], artifact.scales[entityOf(task)]]
      const test = whole ? rowsIn(whole, part.test) : new Int32Array(0)
      if (!whole || !scales || test.length === 0) continue
      const rows = createRandom(settings.seed).shuffle(test).slice(0, settings.rows).sort()
      const table = pickRows(whole, rows)
      const predict = async (given: ExampleTable) =>
        (await model.predict({ [entityOf(task)]: given }, [task]))[`${task}.${metricsOf(task)[0].output}`]
      const columns = { specs: artifact.specs, scales }
      const perturbed: Perturbed[] = []
      const wanted = perturbationsOf(columns, settings, target !== null)
      for (const [index, perturbation] of wanted.entries()) {
        work.checkpoint()
        work.progress('perturb', asked.indexOf(task) * wanted.length + index, asked.length * wanted.length)
        const changed = await apply({ columns, target, settings }, task, table, perturbation, work)
        perturbed.push({ perturbation, predicted: await predict(changed) })
      }
      changes.push(...compare(task, table, await predict(table), perturbed, settings.seed, work))
    }
    return { changes, attacked: target !== null }
  } finally {
    model.dispose()
    target?.weights.forEach((weights) => weights.dispose())
  }
}

function perturbationsOf(columns: Columns, { noise, attack: sizes }: RobustnessSettings, hasNetwork: boolean) {
  const attacks = hasNetwork ? (['fgm', 'pgd'] as const) : []
  return [
    ...noise.map((size): Perturbation => ({ kind: 'noise', size })),
    ...missable
      .filter((source) => isUsed(columns, source))
      .map((source): Perturbation => ({ kind: 'missing', source })),
    ...attacks.flatMap((kind) => sizes.map((size): Perturbation => ({ kind, size }))),
  ]
}

interface Means {
  columns: Columns
  target: Target | null
  settings: RobustnessSettings
}

async function apply(
  { columns, target, settings }: Means,
  task: Task,
  table: ExampleTable,
  perturbation: Perturbation,
  work: Work,
): Promise<ExampleTable> {
  if (perturbation.kind === 'missing') return withoutSource(columns, table, perturbation.source)
  if (perturbation.kind === 'noise') return withNoise(columns, table, perturbation.size, settings.seed)
  if (!target) throw new Error('an attack needs a network')
  return attack(target, task, table, { kind: perturbation.kind, size: perturbation.size }, work)
}

interface Perturbed {
  perturbation: Perturbation
  predicted: Float64Array
}

/** Before and after on the same rows and resamples. */
function compare(
  task: Task,
  table: ExampleTable,
  plain: Float64Array,
  perturbed: Perturbed[],
  seed: number,
  work: Work,
): RobustnessChange[] {
  const measure = createMeasure(task, table)
  const before = measure.weighted(plain)
  const after = perturbed.map(({ predicted }) => measure.weighted(predicted))
  const drawn = { before: new Float64Array(resamples), after: after.map(() => new Float64Array(resamples)) }
  const visit = (weights: Float64Array, resample: number) => {
    drawn.before[resample] = before(weights)
    after.forEach((own, index) => (drawn.after[index][resample] = own(weights)))
  }
  forEachResample(table.clusters, { resamples, seed }, visit, work)
  const reference = measure.plain(plain)
  return perturbed.map(({ perturbation, predicted }, index) => {
    const value = measure.plain(predicted)
    const differences = drawn.after[index].map((own, resample) => own - drawn.before[resample])
    return {
      task,
      metric: primaryMetricOf(task),
      rows: table.rows,
      perturbation,
      before: estimateOf(reference, drawn.before),
      after: estimateOf(value, drawn.after[index]),
      change: estimateOf(value - reference, differences),
    }
  })
}
