import { taskIn } from '../../base/taskId.ts'
import { hashText } from '../../base/random.ts'
import type { Work } from '../../base/job.ts'
import type { Engine } from '../../engine/types.ts'
import { part, type ExampleTable, type Task, type TrainingData } from '../../features/types.ts'
import { calibrated } from '../calibration/apply.ts'
import { fitConformal } from '../calibration/conformal.ts'
import { fitLevel } from '../calibration/level.ts'
import { roundTrip } from '../export/weights.ts'
import { askedTasks } from '../horizons.ts'
import { thinned } from '../members/aside.ts'
import { fitNetwork } from '../members/network.ts'
import { outputFacts, outputsIn } from '../members/outputs.ts'
import { reportTask } from '../metrics/reportTask.ts'
import { metricsOf } from '../metrics/taskMetrics.ts'
import { labelOf } from '../network/heads.ts'
import { networkOf } from '../networkOf.ts'
import { runModel } from '../runningModel.ts'
import { mapEntities, prepareTables, rowsIn, tablesOf, type Tables } from '../tables.ts'
import {
  entityOf,
  entityOfOutput,
  outputsOf,
  primaryMetricOf,
  type Figures,
  type ModelArtifact,
  type Output,
} from '../types.ts'
import { studentConfig } from './studentConfig.ts'
import type { DistillationTasks, DistilInput, Distilled } from './types.ts'

const resamples = 1000

/**
 * One small network that learned what a whole model says of the training rows, blended and calibrated (Hinton, Vinyals &
 * Dean 2015), its matrices brought to 8 bits. Without a sibling it stops by validation rows and is held against the whole
 * model on the test rows, which neither has seen; with one it learns from every row for as long as that did. Throws what
 * learning throws.
 */
export async function distil(
  data: TrainingData,
  { teacher, sibling }: DistilInput,
  engine: Engine,
  work: Work,
): Promise<Distilled> {
  const tables = tablesOf(data)
  const said = await figuresOf(engine, teacher, tables)
  const lesson = mapEntities(tables, (table) => withTargets(sibling ? allTraining(table) : table, teacher, said))
  const { member, epochs } = await learn(lesson, teacher, sibling?.epochs ?? null, engine, work)
  const student: ModelArtifact = {
    ...{
      config: studentConfig(teacher.config),
      actSizes: null,
      members: [{ ...member, weights: roundTrip(member.weights) }],
    },
    ...{ tasks: teacher.tasks, specs: teacher.specs, vocabularies: teacher.vocabularies },
    ...{ scales: teacher.scales, labelUnits: teacher.labelUnits },
    blend: Object.fromEntries(Object.keys(said.raw).map((name) => [name, { network: 1, boosted: 0, linear: 0 }])),
    ...{ calibration: {}, conformal: {} },
  }
  const own = await figuresOf(engine, student, lesson)
  const levelled = { ...student, calibration: levelsOf(student, lesson, own.raw) }
  const figures = calibrated(levelled, own.raw)
  const conformal = sibling?.conformal ?? intervalsOf(teacher, tables, figures)
  const tasks = sibling
    ? {}
    : compare(tables, askedTasks(teacher.tasks), figures, said.figures, teacher.config.seed, work)
  return { artifact: { ...levelled, conformal }, epochs, tasks }
}

async function figuresOf(engine: Engine, artifact: ModelArtifact, tables: Tables) {
  const running = runModel(engine, artifact)
  try {
    const raw = await running.predictRaw(tables, artifact.tasks)
    return { raw, figures: calibrated(artifact, raw) }
  } finally {
    running.dispose()
  }
}

const allTraining = (table: ExampleTable): ExampleTable => ({
  ...table,
  parts: new Uint8Array(table.rows).fill(part.train),
})

/** The table with what the teacher says in place of labels; acts are not read one by one. */
function withTargets(table: ExampleTable, { tasks }: ModelArtifact, { figures }: { figures: Figures }): ExampleTable {
  const unknown = () => new Float64Array(table.rows).fill(NaN)
  const labels: ExampleTable['labels'] = Object.fromEntries(Object.keys(table.labels).map((name) => [name, unknown()]))
  for (const { name, label } of outputsIn(tasks)) {
    if (entityOfOutput(name) === table.entity && figures[name]) labels[label] = figures[name]
  }
  return { ...table, labels, log: null }
}

async function learn(tables: Tables, teacher: ModelArtifact, epochs: number | null, engine: Engine, work: Work) {
  const config = studentConfig(teacher.config)
  const { specs, scales, labelUnits: units, tasks, vocabularies } = teacher
  const network = networkOf({ config, specs, tasks, vocabularies, actSizes: null })
  const seed = hashText('distil', config.seed)
  const drawn = mapEntities(tables, (table) => thinned(table, seed))
  const prepared = prepareTables(specs, scales, drawn)
  const phase = epochs === null ? ('evaluate' as const) : ('refit' as const)
  const { member } = await fitNetwork(
    { engine, network, specs, prepared, units, config, phase, epochs: epochs ?? config.epochs },
    work,
  )
  return { member, epochs: member.epochs }
}

/** Brings amounts and counts to the teacher's level on the rows that were learned from. */
function levelsOf({ tasks }: ModelArtifact, tables: Tables, raw: Figures): ModelArtifact['calibration'] {
  const calibration: ModelArtifact['calibration'] = {}
  for (const { name, label } of outputsIn(tasks)) {
    const table = tables[entityOfOutput(name)]
    if (!table || !raw[name]) continue
    const rows = rowsIn(table, part.train)
    const take = (values: Float64Array) => Float64Array.from(rows, (row) => values[row])
    calibration[name] =
      outputFacts(name).scale === 'log' ? fitLevel(take(raw[name]), take(table.labels[label])) : { kind: 'identity' }
  }
  return calibration
}

/** 80% intervals of what the student says, from the true labels of validation rows. */
function intervalsOf({ conformal }: ModelArtifact, tables: Tables, figures: Figures): ModelArtifact['conformal'] {
  const found: ModelArtifact['conformal'] = {}
  for (const [name, { scale }] of Object.entries(conformal)) {
    const task = taskIn(name) as Task
    const table = tables[entityOf(task)]
    if (!table || !figures[name]) continue
    const label = labelOf(task, name.slice(task.length + 1) as Output)
    const rows = rowsIn(table, part.validation)
    const take = (values: Float64Array) => Float64Array.from(rows, (row) => values[row])
    const own = fitConformal(take(figures[name]), take(table.labels[label]), scale)
    if (own) found[name] = own
  }
  return found
}

/** Both on the test rows: each task's deciding metric, and its paired difference. */
function compare(
  tables: Tables,
  tasks: Task[],
  small: Figures,
  whole: Figures,
  seed: number,
  work: Work,
): DistillationTasks {
  const found: DistillationTasks = {}
  for (const task of tasks) {
    const table = tables[entityOf(task)]
    if (!table) continue
    const rows = rowsIn(table, part.test)
    if (rows.length === 0) continue
    const take = (values: Float64Array) => Float64Array.from(rows, (row) => values[row])
    const takeKeys = (keys: Int32Array) => rows.map((row) => keys[row])
    // Thresholds decide nothing here: rank metrics alone are read.
    const predictor = (figures: Figures) => ({
      outputs: Object.fromEntries(outputsOf(task).map((output) => [output, take(figures[`${task}.${output}`])])),
      threshold: 0.5,
    })
    const { metrics, baselines, advantage } = reportTask(
      {
        task,
        ids: takeKeys(table.ids),
        brandIds: table.entity === 'pair' ? takeKeys(table.brandIds) : new Int32Array(),
        clusters: takeKeys(table.clusters),
        labels: Object.fromEntries(metricsOf(task).map(({ label }) => [label, take(table.labels[label])])),
        model: predictor(small),
        baselines: { whole: predictor(whole) },
      },
      { resamples, seed: hashText('resamples', seed) },
      work,
    )
    const metric = primaryMetricOf(task)
    found[task] = { metric, small: metrics[metric], whole: baselines.whole[metric], difference: advantage.whole }
  }
  return found
}
