import { hashText } from '../base/random.ts'
import type { Work } from '../base/job.ts'
import type { Engine } from '../engine/types.ts'
import { pickRows } from '../features/exampleTable.ts'
import { part, type ExampleTable, type TrainingData } from '../features/types.ts'
import { predictBaselines } from '../model/baselines/predictBaselines.ts'
import type { Checkpoint } from '../model/checkpoint.ts'
import { addIncrements, learnedFor } from '../model/horizons.ts'
import { joinKinds } from '../model/members/blend.ts'
import { fitMembers } from '../model/members/fitMembers.ts'
import { rankRows } from '../model/metrics/ranking.ts'
import type { ModelConfig } from '../model/modelConfig.ts'
import { ensembleOf, prepare } from '../model/preparation.ts'
import { runMembers, type Ensemble } from '../model/runningModel.ts'
import { rowsIn, tablesOf } from '../model/tables.ts'
import { trainModel } from '../model/training.ts'
import type { Contender, DatedRows } from './types.ts'

/** What one past date comes to. */
export interface DateOutcome {
  rows: Omit<DatedRows, 'cutoff'>
  epochs: number
  seconds: number
}

/**
 * Trains as at one past cutoff, and puts that day's customers in the order in which each contender would have targeted
 * them: by predicted customer value. The test rows are read for what the customers went on to bring, and choose nothing.
 * Throws as `trainModel` does.
 */
export async function backtestDate(
  data: TrainingData,
  config: ModelConfig,
  engine: Engine,
  work: Work,
  from: Checkpoint[] = [],
): Promise<DateOutcome> {
  const { artifact, predictions, epochs, seconds } = await trainModel(data, config, engine, work, from)
  const own = predictions.find(({ task }) => task === 'ltv')
  const { user: users } = tablesOf(data)
  if (!own || !users) throw new Error('a backtest targets customers by their value, which was not learned')
  const test = rowsIn(users, part.test).filter((row) => !Number.isNaN(users.labels.ltv[row]))
  const boosted = artifact.config.members.boosted ? artifact : await boostAlone(data, config, engine, work)
  const rivals = predictBaselines('ltv', users, rowsIn(users, part.train), test, data.horizonDays)
  const predicted: Record<Contender, Float64Array> = {
    assay: own.predicted,
    boosted: await sayBoosted(boosted, users, test, engine),
    bgnbd: rivals.bgnbd.amount,
    rfmCell: rivals.rfmCell.amount,
    totalSpend: rivals.totalSpend.amount,
    lastSpend: rivals.lastSpend.amount,
    ridge: rivals.ridge.amount,
  }
  const tieBreaks = Uint32Array.from(own.ids, (id) => hashText(String(id)))
  const orders = Object.fromEntries(
    Object.entries(predicted).map(([name, values]) => [name, rankRows(values, tieBreaks).order.reverse()]),
  ) as DatedRows['orders']
  return { rows: { ids: own.ids, actual: own.actual, orders }, epochs, seconds }
}

/** Boosted trees that learn as they would beside others, where the configuration has none. */
async function boostAlone(data: TrainingData, config: ModelConfig, engine: Engine, work: Work): Promise<Ensemble> {
  const alone = { ...config, members: { networks: 0, boosted: true, linear: false } }
  const preparation = prepare(tablesOf(data), { ...data, tasks: learnedFor(['ltv'], data.tasks) }, alone)
  const { members } = await fitMembers(preparation, engine, work)
  return ensembleOf(preparation, members)
}

/** What the boosted trees of an ensemble say by themselves. */
async function sayBoosted(
  ensemble: Ensemble,
  users: ExampleTable,
  rows: Int32Array,
  engine: Engine,
): Promise<Float64Array> {
  const members = ensemble.members.filter(({ kind }) => kind === 'boosted')
  const running = runMembers(engine, { ...ensemble, members })
  const said = joinKinds(await running.predict({ user: pickRows(users, rows) }, ['ltv']))
  running.dispose()
  const amounts = said.boosted && addIncrements(said.boosted)['ltv.amount']
  if (!amounts) throw new Error('the boosted trees said nothing of customer value')
  return amounts
}
