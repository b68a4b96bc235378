/**
 * How good predictions are: every choice of members on real data sets and the sample shop, pooled over the folds of each,
 * with the paired difference to one network, CPU seconds, and the peers of the same rows where they can run (Debian:
 * python3-pandas python3-sklearn python3-xgboost python3-scipy).
 *
 *   npm run bench -- quality        all; node test/bench/quality.ts cdnow-time   one
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { unattended } from '../../main/base/job.ts'
import { startEngine } from '../../main/engine/start.ts'
import { resolveSetup } from '../../main/features/setup.ts'
import { buildTrainingData } from '../../main/features/trainingData.ts'
import { part, type ByTask, type Task, type TrainingData } from '../../main/features/types.ts'
import { labelOf } from '../../main/model/network/heads.ts'
import { rowsIn, tablesOf } from '../../main/model/tables.ts'
import { entityOf, outputsOf } from '../../main/model/types.ts'
import { externalNames } from '../../main/model/store.ts'
import { openForReading } from '../../main/storage/open.ts'
import { datasets, isThere, peersProgram, projectOf, type Dataset } from './quality/datasets.ts'
import type { Together } from './quality/learn.ts'
import { decidingMeasure, measures, pairedInterval, type Measure } from './quality/measures.ts'
import { runVariants, variants } from './quality/variants.ts'

const named = process.argv.slice(2)
const engine = await startEngine('wasm', { forced: false })
const told: string[] = []
for (const dataset of datasets) {
  if (named.length > 0 && !named.includes(dataset.name)) continue
  if (isThere(dataset)) told.push(await measure(dataset))
  else console.log(`${dataset.name}: its files are not here`)
}
console.log(told.join('; '))
process.exit(0)

/** Test rows of all folds, one after the other. */
interface Pool {
  actual: number[]
  predicted: Record<string, number[]>
}

async function measure(dataset: Dataset): Promise<string> {
  const project = openForReading(await projectOf(dataset))
  const users = externalNames(project.database, 'user')
  const pools: ByTask<Pool> = {}
  const runs: Record<string, Together>[] = []
  const files: string[] = []
  for (const [fold, setup] of dataset.setups.entries()) {
    const data = buildTrainingData(project, resolveSetup(project, setup), unattended)
    const results = await runVariants(data, engine)
    runs.push(results)
    pool(pools, data, results)
    files.push(writePredictions(dataset, fold, data, results, users))
  }
  project.database.close()
  for (const [task, own] of Object.entries(pools)) printTask(dataset, task as Task, own)
  const full = Object.keys(variants).at(-1) ?? ''
  for (const { [full]: run } of runs) console.log(`  blend ${JSON.stringify(run.blend)}`)
  for (const name of Object.keys(variants)) {
    const seconds = runs.reduce((sum, run) => sum + run[name].cpuSeconds, 0) / runs.length
    const coverage = runs.map((run) => run[name].coverage?.toFixed(3) ?? '–').join(' ')
    console.log(`  ${name.padEnd(26)} CPU ${seconds.toFixed(1)} s a training, 80% intervals cover ${coverage}`)
  }
  if (dataset.peers) comparePeers(dataset.peers, files)
  const ltv = pools.ltv
  return ltv
    ? `${dataset.name} ltv Gini ${measures.gini(of(ltv.actual), of(ltv.predicted[full])).toFixed(4)}`
    : dataset.name
}

function of(values: number[]): Float64Array {
  return Float64Array.from(values)
}

/** Adds the deciding output of every task on one fold's test rows. */
function pool(pools: ByTask<Pool>, data: TrainingData, results: Record<string, Together>): void {
  const tables = tablesOf(data)
  for (const task of data.tasks) {
    const [output] = outputsOf(task)
    const table = tables[entityOf(task)]
    if (!table || data.skipped.some((skip) => skip.task === task)) continue
    const own = (pools[task] ??= { actual: [], predicted: {} })
    const labels = table.labels[labelOf(task, output)]
    rowsIn(table, part.test).forEach((row, i) => {
      if (Number.isNaN(labels[row])) return
      own.actual.push(labels[row])
      for (const [name, { figures }] of Object.entries(results)) {
        ;(own.predicted[name] ??= []).push(figures[`${task}.${output}`][i])
      }
    })
  }
}

function printTask(dataset: Dataset, task: Task, { actual, predicted }: Pool): void {
  const y = of(actual)
  const isAmount = task === 'ltv' || task === 'potential'
  const shown: Measure[] = isAmount ? ['gini', 'spearman', 'decileError', 'aucAny', 'totalRatio'] : ['aucAny']
  const decides = decidingMeasure[task]
  console.log(`${dataset.name} ${task}, ${y.length} test rows; last: difference in ${decides} to 1 network, 95%`)
  const one = of(predicted['1 network'])
  for (const [name, values] of Object.entries(predicted)) {
    const own = of(values)
    const figures = shown.map((which) => `${which} ${measures[which](y, own).toFixed(4)}`)
    const [low, , high] = name === '1 network' ? [0, 0, 0] : pairedInterval(y, own, one, decides)
    console.log(`  ${name.padEnd(26)} ${figures.join('  ')}  ${low.toFixed(4)} to ${high.toFixed(4)}`)
  }
}

/** The last variant's predictions as `train --predictions` writes them. */
function writePredictions(
  { name }: Dataset,
  fold: number,
  data: TrainingData,
  results: Record<string, Together>,
  users: Map<number, string>,
): string {
  const { figures } = results[Object.keys(variants).at(-1) ?? '']
  const { ids, labels } = data.users
  const lines = [...rowsIn(data.users, part.test)].map(
    (row, i) => `ltv,amount,${users.get(ids[row])},${labels.ltv[row]},${figures['ltv.amount'][i]}`,
  )
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'assay-predictions-')), `${name}-${fold + 1}.csv`)
  writeFileSync(file, ['task,output,entity,actual,predicted', ...lines, ''].join('\n'))
  return file
}

function comparePeers({ transactions, options }: NonNullable<Dataset['peers']>, files: string[]): void {
  if (!existsSync(peersProgram)) return console.log('  the peers’ program is not here')
  for (const python of ['python3', '/usr/bin/python3']) {
    const given = [peersProgram, transactions, ...options, '--predictions', ...files]
    const { status, stdout } = spawnSync(python, given, { encoding: 'utf8' })
    if (status === 0) return console.log(stdout.replaceAll(/^/gm, '  '))
  }
  console.log('  the peers can’t run here')
}
