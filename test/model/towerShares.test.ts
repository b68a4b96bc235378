import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import type { Engine } from '../../main/engine/types.ts'
import { defaultModelConfig, type ModelConfig } from '../../main/model/modelConfig.ts'
import { scoreRows } from '../../main/model/scoring.ts'
import { tablesOf } from '../../main/model/tables.ts'
import { towerShares } from '../../main/model/towerShares.ts'
import { insertTowers, hasTowers, summariseTowers } from '../../main/model/towerStore.ts'
import { trainModel } from '../../main/model/training.ts'
import type { ModelArtifact } from '../../main/model/types.ts'
import { createProjectFile, openForWriting } from '../../main/storage/open.ts'
import { startEngineUnderTest } from '../engine/engineUnderTest.ts'
import { syntheticData } from './syntheticData.ts'

const config: ModelConfig = {
  ...{ ...defaultModelConfig, epochs: 3, patience: 3, towerWidth: 8, fusionWidth: 8, gate: true, learningRate: 0.02 },
  members: { networks: 2, boosted: false, linear: false },
}

describe('the shares of the towers', () => {
  let engine: Engine
  let gated: ModelArtifact
  const data = syntheticData(300, 60, 90)
  beforeAll(async () => {
    engine = await startEngineUnderTest()
    gated = (await trainModel(data, config, engine, unattended)).artifact
  })

  it('add up to 1 in every row, for every task, and differ between rows', async () => {
    const before = engine.tf.memory().numTensors
    const shares = await towerShares(engine, gated, tablesOf(data))
    expect(engine.tf.memory().numTensors).toBe(before)
    expect(Object.keys(shares).sort()).toEqual(['loyalty', 'ltv', 'potential', 'repurchase'])
    expect(shares.ltv?.behaviour).toHaveLength(300)
    expect(shares.potential?.product).toHaveLength(60)
    for (const own of Object.values(shares)) {
      // The data have no social inputs, so the network has no such tower.
      expect(Object.keys(own).sort()).toEqual(['behaviour', 'product'])
      own.behaviour?.forEach((share, row) => expect(share + (own.product?.[row] ?? NaN)).toBeCloseTo(1, 5))
    }
    expect(new Set(shares.ltv?.behaviour).size).toBeGreaterThan(100)
  })

  it('are the mean over networks', async () => {
    const tables = tablesOf(data)
    const alone = await Promise.all(
      gated.members.map((member) => towerShares(engine, { ...gated, members: [member] }, tables)),
    )
    const both = await towerShares(engine, gated, tables)
    expect(both.ltv?.behaviour?.[7]).toBeCloseTo(
      ((alone[0].ltv?.behaviour?.[7] ?? NaN) + (alone[1].ltv?.behaviour?.[7] ?? NaN)) / 2,
      6,
    )
  })

  it('stand beside the scores with a gate, and nowhere without one', async () => {
    const scores = await scoreRows(data, gated, engine)
    expect(Object.keys(scores.users.shares ?? {}).sort()).toEqual(['ltv', 'repurchase'])
    expect(Object.keys(scores.pairs?.shares ?? {})).toEqual(['loyalty'])
    const plain = (await trainModel(data, { ...config, gate: false, epochs: 1 }, engine, unattended)).artifact
    const without = await scoreRows(data, plain, engine)
    expect(without.users.shares).toEqual({})
  })
})

describe('stored shares', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-towers-'))
  const path = join(folder, 'shop.assay')
  createProjectFile(path, { currency: 'CNY', timezone: 'UTC' }, 0)
  const { database } = openForWriting(path)
  database.pragma('foreign_keys = OFF') // no run of its own
  afterAll(() => {
    database.close()
    rmSync(folder, { recursive: true })
  })

  it('are summed up by task and tower, with the middle 80% of scores', () => {
    const ids = Int32Array.from({ length: 101 }, (_, row) => row + 1)
    const behaviour = Float64Array.from(ids, (id) => (id - 1) / 100)
    const product = behaviour.map((share) => 1 - share)
    const table = {
      ids,
      brandIds: new Int32Array(0),
      baseline: {},
      outputs: {},
      shares: { ltv: { behaviour, product } },
    }
    insertTowers(database, 1, table)
    insertTowers(database, 2, { ...table, shares: {} })
    expect([1, 2].map((runId) => hasTowers(database, runId))).toEqual([true, false])
    expect(summariseTowers(database, 2)).toEqual([])
    expect(summariseTowers(database, 1)).toEqual([
      {
        task: 'ltv',
        rows: 101,
        towers: {
          behaviour: { mean: expect.closeTo(0.5, 9), low: expect.closeTo(0.1, 9), high: expect.closeTo(0.9, 9) },
          product: { mean: expect.closeTo(0.5, 9), low: expect.closeTo(0.1, 9), high: expect.closeTo(0.9, 9) },
        },
      },
    ])
  })
})
