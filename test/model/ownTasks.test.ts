import { beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import type { Engine } from '../../main/engine/types.ts'
import { startEngineUnderTest } from '../engine/engineUnderTest.ts'
import { part, type Task, type TrainingData } from '../../main/features/types.ts'
import { addIncrements, askedTasks, labelledWithin, learnedFor } from '../../main/model/horizons.ts'
import { defaultModelConfig, type ModelConfig } from '../../main/model/modelConfig.ts'
import { runModel } from '../../main/model/runningModel.ts'
import { scoreRows } from '../../main/model/scoring.ts'
import { trainModel, type Trained } from '../../main/model/training.ts'
import { syntheticData } from './syntheticData.ts'

const config: ModelConfig = {
  ...defaultModelConfig,
  ...{ epochs: 6, towerWidth: 8, fusionWidth: 8, dropout: 0 },
  members: { networks: 1, boosted: true, linear: true },
}
const own: Task[] = ['yesNo:comes', 'amount:tools', 'count:visits.of.all']
const increments: Task[] = ['increment:0-30', 'increment:30-90']

/** The synthetic shop with labels of own tasks that follow from what its rows say, and value in two parts. */
function withOwn(rows: number): TrainingData {
  const data = syntheticData(rows, 0, 0)
  const { users } = data
  const { ltv, repurchase } = users.labels
  users.labels['yesNo:comes'] = repurchase.slice()
  users.labels['amount:tools'] = ltv.map((amount) => amount / 2)
  users.labels['count:visits.of.all'] = users.baseline.frequency.map((value, row) => value + repurchase[row])
  users.labels['increment:0-30'] = ltv.map((amount) => amount / 4)
  users.labels['increment:30-90'] = ltv.map((amount) => (3 * amount) / 4)
  for (const task of [...own, ...increments]) users.baseline[`${task} past`] = users.baseline.frequency.slice()
  return { ...data, tasks: [...increments, 'repurchase', ...own] }
}

let engine: Engine
beforeAll(async () => {
  engine = await startEngineUnderTest()
})

describe('a training with own tasks and value in increments', () => {
  let data: TrainingData
  let trained: Trained
  beforeAll(async () => {
    data = withOwn(900)
    // A late cutoff, from which only the first part is observed.
    for (let row = 0; row < 900; row += 10) {
      if (data.users.parts[row] === part.test) continue
      for (const label of ['ltv', 'repurchase', 'increment:30-90', ...own]) data.users.labels[label][row] = NaN
    }
    trained = await trainModel(data, config, engine, unattended)
  })

  it('reports them by kind beside their baselines, and learns what is there', () => {
    expect(Object.keys(trained.reports).sort()).toEqual(['ltv', 'repurchase', ...own].sort())
    const { reports } = trained
    expect(reports['yesNo:comes'].metrics.auc.value).toBeGreaterThan(0.75)
    expect(Object.keys(reports['yesNo:comes'].baselines)).toEqual(['rfmCell', 'pastRate'])
    expect(reports['amount:tools'].metrics.normalizedGini.value).toBeGreaterThan(0.5)
    expect(Object.keys(reports['amount:tools'].baselines)).toEqual(['rfmCell', 'pastAmount'])
    expect(reports['count:visits.of.all'].metrics.normalizedGini.value).toBeGreaterThan(0.5)
    for (const task of ['amount:tools', 'count:visits.of.all'] as const) {
      const coverage = reports[task].metrics.intervalCoverage.value
      expect(coverage).toBeGreaterThan(0.7)
      expect(coverage).toBeLessThan(0.95)
    }
    expect(Object.keys(reports['count:visits.of.all'].baselines)).toEqual(['rfmCell', 'pastCount'])
    // Every kind of member speaks of them.
    for (const task of own) {
      const [weights] = Object.values(reports[task]?.blend ?? {})
      expect(weights.network + weights.boosted + weights.linear).toBeCloseTo(1, 9)
    }
    expect(trained.artifact.calibration['yesNo:comes.p'].kind).toBe('isotonic')
    expect(trained.artifact.calibration['amount:tools.amount'].kind).toBe('level')
  })

  it('tells value of every horizon, and predicts that of the last one', () => {
    const report = trained.reports.ltv
    expect(report?.horizons?.map(({ days }) => days)).toEqual([30])
    expect(report?.horizons?.[0].metrics.normalizedGini.value).toBeGreaterThan(0.4)
    expect(Object.keys(report?.horizons?.[0].baselines ?? {})).toEqual(Object.keys(report?.baselines ?? {}))
    const predicted = trained.predictions.find(({ task }) => task === 'ltv')
    const test = Array.from(data.users.parts.keys()).filter((row) => data.users.parts[row] === part.test)
    expect([...(predicted?.actual ?? [])]).toEqual(test.map((row) => data.users.labels.ltv[row]))
    expect(trained.predictions.some(({ task }) => task.startsWith('increment'))).toBe(false)
  })

  it('tells the whole where it is asked for alone, as an explanation does', async () => {
    const model = runModel(engine, trained.artifact)
    const figures = await model.predict({ user: data.users }, ['ltv'])
    model.dispose()
    expect(figures['ltv.amount']).toHaveLength(900)
    expect(figures['ltv.amount'].every(Number.isFinite)).toBe(true)
  })

  it('scores amounts that grow with the horizon', async () => {
    const scoring = { ...data, products: null, pairs: null }
    const { users } = await scoreRows(scoring, trained.artifact, engine)
    const [near, far] = [users.outputs['ltv.within30'], users.outputs['ltv.amount']]
    expect(far.every((amount, row) => amount >= near[row] && near[row] >= 0)).toBe(true)
    expect(users.outputs['ltv.low'].every((low, row) => low <= users.outputs['ltv.high'][row])).toBe(true)
    for (const name of ['yesNo:comes.p', 'amount:tools.amount', 'count:visits.of.all.count']) {
      expect(users.outputs[name].every(Number.isFinite)).toBe(true)
    }
  })
})

it('adds increments up in the order of their days', () => {
  const figures = addIncrements({
    'increment:30-90.amount': Float64Array.of(5, 0),
    'increment:0-30.amount': Float64Array.of(1, 2),
    'increment:90-365.amount': Float64Array.of(10, 20),
  })
  expect([...figures['ltv.within30']]).toEqual([1, 2])
  expect([...figures['ltv.within90']]).toEqual([6, 2])
  expect([...figures['ltv.amount']]).toEqual([16, 22])
  const whole = { 'ltv.amount': Float64Array.of(1) }
  expect(addIncrements(whole)).toBe(whole)
})

it('asks for value as a whole, learns it in parts, and knows no label where a part was not observed', () => {
  expect(askedTasks(['increment:0-30', 'increment:30-90', 'loyalty'])).toEqual(['ltv', 'loyalty'])
  expect(learnedFor(['ltv', 'loyalty'], ['increment:30-90', 'increment:0-30', 'loyalty'])).toEqual([
    ...increments,
    'loyalty',
  ])
  expect(learnedFor(['ltv'], ['ltv'])).toEqual(['ltv'])
  const { users } = withOwn(20)
  users.labels['increment:30-90'][3] = NaN
  const both = ['increment:0-30', 'increment:30-90'] as const
  expect(labelledWithin(users, [...both], 30).labels.ltv).toEqual(users.labels['increment:0-30'])
  expect(labelledWithin(users, [...both], 90).labels.ltv[3]).toBeNaN()
  expect(labelledWithin(users, [...both], 90).labels.ltv[4]).toBeCloseTo(users.labels.ltv[4], 9)
})
