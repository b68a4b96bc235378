/**
 * What every switch of the model is worth: each is tried on one plain network, on the same rows with the same seed, and
 * the difference in every task's deciding measure stands with its paired 95% interval (resamples of customers or
 * products) beside the CPU seconds of a training. Takes an hour or more; every line is printed as soon as it is known.
 *
 *   npm run bench -- ablation [--dataset cdnow-users] [--switches gate,ple] [--engine node] [--folds 3] [--keep]
 *
 * `--keep` writes what was measured to resources/ablation.json, in the place of what stood there of the same switches.
 */
import { parseArgs } from 'node:util'
import { unattended } from '../../main/base/job.ts'
import { createMatrix } from '../../main/base/table.ts'
import { standingOf } from '../../main/charts/standing.ts'
import { startEngine } from '../../main/engine/start.ts'
import { engineNames } from '../../main/engine/types.ts'
import { resolveSetup } from '../../main/features/setup.ts'
import { buildTrainingData } from '../../main/features/trainingData.ts'
import {
  part,
  tasks,
  type ExampleTable,
  type InputGroup,
  type Task,
  type TrainingData,
} from '../../main/features/types.ts'
import { resolveTraining } from '../../main/model/config.ts'
import type { ModelConfig } from '../../main/model/modelConfig.ts'
import { labelOf } from '../../main/model/network/heads.ts'
import { rowsIn, tablesOf } from '../../main/model/tables.ts'
import { entityOf, outputsOf } from '../../main/model/types.ts'
import type { AblationTrial } from '../../main/verdict/ablation.ts'
import { openForReading } from '../../main/storage/open.ts'
import type { OpenProject } from '../../main/storage/operation.ts'
import { datasets, isThere, projectOf, type Dataset } from './quality/datasets.ts'
import { learnGroup, putTogether } from './quality/learn.ts'
import { keepPlain, keepTrial, type PlainFigures } from './quality/keptAblation.ts'
import { decidingMeasure, measures, pairedInterval } from './quality/measures.ts'
import { plain, switches, type Switch } from './quality/switches.ts'

/** Test rows of all folds, one after the other. */
interface Pool {
  actual: number[]
  predicted: number[]
  clusters: number[]
}

interface Outcome {
  pools: Partial<Record<Task, Pool>>
  /** Of a training, on the mean. */
  cpuSeconds: number
}

const { values: chosen } = parseArgs({
  options: {
    dataset: { type: 'string' },
    switches: { type: 'string' },
    engine: { type: 'string', default: 'wasm' },
    folds: { type: 'string', default: '5' },
    keep: { type: 'boolean', default: false },
  },
})
const engineName = engineNames.find((name) => name === chosen.engine)
if (!engineName) throw new Error(`there are the engines ${engineNames.join(', ')}, not ${chosen.engine}`)
const engine = await startEngine(engineName)
const wanted = chosen.switches?.split(',') ?? Object.keys(switches)
const against = wanted.flatMap((name) => switches[name].against ?? [])

/** How often each switch was above and below 0, over data sets and tasks. */
const verdicts = new Map(wanted.map((name) => [name, { above: 0, below: 0 }]))
for (const dataset of datasets) {
  // One split a data set: the time split of the same shop would count it twice.
  if (chosen.dataset ? dataset.name !== chosen.dataset : dataset.name === 'cdnow-time') continue
  if (isThere(dataset)) await ablate(dataset)
  else console.log(`${dataset.name}: its files are not here`)
}
console.log([...verdicts].map(([name, { above, below }]) => `${name} +${above} −${below}`).join('; '))
process.exit(0)

async function ablate(dataset: Dataset): Promise<void> {
  const project = openForReading(await projectOf(dataset))
  const setups = dataset.setups.slice(0, Number(chosen.folds))
  const outcomes = new Map<string, Outcome>()
  const learned = async (name: string, given: Switch): Promise<Outcome> => {
    const known = outcomes.get(name) ?? (await tryOut(project, setups, given))
    outcomes.set(name, known)
    return known
  }
  const base = await learned('', {})
  for (const task of tasks) {
    const pool = base.pools[task]
    if (pool)
      console.log(
        `${dataset.name} ${task}, plain: ${decidingMeasure[task]} ${figure(task, pool)}, ${pool.actual.length} rows`,
      )
  }
  if (chosen.keep) await keepPlain(dataset.name, base.cpuSeconds, plainFigures(base))
  console.log(`${dataset.name}: plain, CPU ${base.cpuSeconds.toFixed(1)} s a training`)
  for (const name of [...new Set([...against, ...wanted])]) {
    const outcome = await learned(name, switches[name])
    const other = switches[name].against
    const reference = other ? await learned(other, switches[other]) : base
    const differences = tell(dataset.name, name, outcome, reference)
    const cpu = outcome.cpuSeconds / reference.cpuSeconds
    if (chosen.keep) await keepTrial(dataset.name, name, { cpu, against: other ?? null, differences })
  }
  project.database.close()
}

async function tryOut(project: OpenProject, setups: Dataset['setups'], given: Switch): Promise<Outcome> {
  const pools: Outcome['pools'] = {}
  let cpuSeconds = 0
  for (const own of setups) {
    const resolved = resolveSetup(project, { ...own, ...given.setup })
    const { setup, config } = resolveTraining(resolved, { preset: 'balanced', ...plain, ...given.config })
    const data = silence(buildTrainingData(project, setup, unattended), given.without ?? [])
    const parts = given.singleTask ? data.tasks.map((task) => ({ ...data, tasks: [task] })) : [data]
    for (const rows of parts) cpuSeconds += await learnInto(pools, rows, config)
  }
  return { pools, cpuSeconds: cpuSeconds / setups.length }
}

/** The same rows with nothing in the inputs of some towers. */
function silence(data: TrainingData, groups: InputGroup[]): TrainingData {
  const without = (table: ExampleTable): ExampleTable => {
    const emptied = groups.map((group) => [group, createMatrix(table.inputs[group].names, table.rows)])
    const codes = groups.includes('product')
      ? { category: new Int32Array(table.rows), brand: new Int32Array(table.rows) }
      : table.codes
    return { ...table, inputs: { ...table.inputs, ...Object.fromEntries(emptied) }, codes }
  }
  const { users, products, pairs } = data
  return { ...data, users: without(users), products: products && without(products), pairs: pairs && without(pairs) }
}

/** Adds what a training says of its test rows, and gives its CPU seconds. */
async function learnInto(pools: Outcome['pools'], data: TrainingData, config: ModelConfig): Promise<number> {
  const tables = tablesOf(data)
  const group = await learnGroup(data, config, engine)
  const { figures } = putTogether([group], data, tables, {})
  for (const task of data.tasks) {
    const [output] = outputsOf(task)
    const table = tables[entityOf(task)]
    if (!table) continue
    const labels = table.labels[labelOf(task, output)]
    const pool = (pools[task] ??= { actual: [], predicted: [], clusters: [] })
    rowsIn(table, part.test).forEach((row, i) => {
      if (Number.isNaN(labels[row])) return
      pool.actual.push(labels[row])
      pool.predicted.push(figures[`${task}.${output}`][i])
      pool.clusters.push(table.clusters[row])
    })
  }
  return group.cpuSeconds
}

function figure(task: Task, { actual, predicted }: Pool): string {
  return measures[decidingMeasure[task]](Float64Array.from(actual), Float64Array.from(predicted)).toFixed(4)
}

/** What the plain network came to, by task. */
function plainFigures({ pools }: Outcome): PlainFigures {
  return Object.fromEntries(
    tasks.flatMap((task) => {
      const pool = pools[task]
      const measure = decidingMeasure[task]
      return pool ? [[task, { measure, value: Number(figure(task, pool)), rows: pool.actual.length }]] : []
    }),
  )
}

/** Prints what a switch did, and gives the differences by task. */
function tell(dataset: string, name: string, outcome: Outcome, other: Outcome): AblationTrial['differences'] {
  const differences: AblationTrial['differences'] = {}
  for (const task of tasks) {
    const [own, base] = [outcome.pools[task], other.pools[task]]
    if (!own || !base) continue
    const columns = [own.actual, own.predicted, base.predicted].map((column) => Float64Array.from(column))
    const [actual, predicted, before] = columns
    const [low, middle, high] = pairedInterval(actual, predicted, before, decidingMeasure[task], own.clusters)
    const difference = { value: middle, low, high }
    differences[task] = difference
    const verdict = verdicts.get(name)
    if (verdict && standingOf(difference) === 'ahead') verdict.above++
    if (verdict && standingOf(difference) === 'behind') verdict.below++
    const seconds = `CPU ${outcome.cpuSeconds.toFixed(1)} s (${(outcome.cpuSeconds / other.cpuSeconds).toFixed(1)} ×)`
    console.log(
      `${dataset} ${task}, ${name}: ${figure(task, own)}, ${middle.toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)}), ${seconds}`,
    )
  }
  return differences
}
