import { beforeAll, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import type { Engine } from '../../main/engine/types.ts'
import { part } from '../../main/features/types.ts'
import { defaultModelConfig, type ModelConfig } from '../../main/model/modelConfig.ts'
import { trainModel } from '../../main/model/training.ts'
import { backtestDate } from '../../main/verdict/backtestDate.ts'
import { contenders } from '../../main/verdict/types.ts'
import { startEngineUnderTest } from '../engine/engineUnderTest.ts'
import { syntheticData } from '../model/syntheticData.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startEngineUnderTest()
})

const config: ModelConfig = {
  ...{ ...defaultModelConfig, epochs: 2, patience: 2, towerWidth: 8, fusionWidth: 8 },
  members: { networks: 1, boosted: false, linear: false },
}
const data = () => ({ ...syntheticData(500, 0, 0), tasks: ['ltv' as const] })

it('orders the test customers by what each contender predicts, boosted trees learned beside a network alone', async () => {
  const before = engine.tf.memory().numTensors
  const { rows, epochs } = await backtestDate(data(), config, engine, unattended)
  expect(engine.tf.memory().numTensors).toBe(before)
  const { users } = data()
  const test = [...users.parts.keys()].filter((row) => users.parts[row] === part.test)
  expect([...rows.ids]).toEqual(test.map((row) => users.ids[row]))
  expect([...rows.actual]).toEqual(test.map((row) => users.labels.ltv[row]))
  expect(epochs).toBeGreaterThan(0)
  for (const name of contenders) {
    expect([...rows.orders[name]].sort((a, b) => a - b)).toEqual(test.map((_, place) => place))
  }
  // Total spend needs no learning: its order is known.
  const spend = [...rows.orders.totalSpend].map((place) => users.baseline.totalSpend[test[place]])
  expect(spend).toEqual(spend.toSorted((a, b) => b - a))
  expect([...rows.orders.boosted]).not.toEqual([...rows.orders.assay])

  const { predictions } = await trainModel(data(), config, engine, unattended)
  const amounts = [...rows.orders.assay].map((place) => predictions[0].predicted[place])
  expect(amounts).toEqual(amounts.toSorted((a, b) => b - a))
})

it('asks the boosted members that are there, alone', async () => {
  const trees = { ...config, members: { networks: 0, boosted: true, linear: false } }
  const { rows } = await backtestDate(data(), trees, engine, unattended)
  expect([...rows.orders.boosted]).toEqual([...rows.orders.assay])
  const beside = { ...config, members: { networks: 0, boosted: true, linear: true } }
  const both = await backtestDate(data(), beside, engine, unattended)
  expect([...both.rows.orders.boosted]).toEqual([...rows.orders.boosted])
  expect([...both.rows.orders.assay]).not.toEqual([...rows.orders.assay])
})
