import { beforeAll, describe, expect, test } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import type { Engine } from '../../../main/engine/types.ts'
import { part } from '../../../main/features/types.ts'
import { roundsOf, rowsAside } from '../../../main/model/members/aside.ts'
import { fitMembers } from '../../../main/model/members/fitMembers.ts'
import { prepare } from '../../../main/model/preparation.ts'
import { runModel } from '../../../main/model/runningModel.ts'
import { rowsIn, tablesOf } from '../../../main/model/tables.ts'
import { refitModel, trainModel } from '../../../main/model/training.ts'
import { defaultModelConfig, type EpochNote, type MemberSettings, type ModelConfig } from '../../../main/model/types.ts'
import { startEngineUnderTest } from '../../engine/engineUnderTest.ts'
import { syntheticData } from '../syntheticData.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startEngineUnderTest()
})

const small = { ...defaultModelConfig, epochs: 3, patience: 2, towerWidth: 8, fusionWidth: 8 }
const withMembers = (members: MemberSettings): ModelConfig => ({ ...small, members })
const everybody = withMembers({ networks: 2, boosted: true, linear: true })

describe('rounds', () => {
  const tables = tablesOf(syntheticData(400, 100, 200))

  test('set aside every row but the test’s once, one user’s rows and pairs together', () => {
    const rounds = roundsOf(tables, withMembers({ networks: 5, boosted: true, linear: true }))
    expect(rounds).toHaveLength(5)
    const times = new Uint8Array(400)
    for (const round of rounds) {
      for (const row of rowsAside(round).user ?? []) times[row]++
      expect(rowsIn(round.user ?? tables.user!, part.test)).toEqual(rowsIn(tables.user!, part.test))
      // In these tables row i is cluster i, of users and of pairs.
      const pairs = new Set(rowsAside(round).pair)
      for (const row of rowsAside(round).user ?? []) {
        if (row < 200 && tables.pair?.parts[row] !== part.test) expect(pairs.has(row)).toBe(true)
      }
    }
    times.forEach((count, row) => expect(count).toBe(tables.user?.parts[row] === part.test ? 0 : 1))
  })

  test('are the split’s own validation rows where one network learns; a fifth each of few', () => {
    expect(roundsOf(tables, withMembers({ networks: 1, boosted: true, linear: false }))).toEqual([tables])
    const two = roundsOf(tables, withMembers({ networks: 2, boosted: false, linear: false }))
    expect(two).toHaveLength(2)
    expect(rowsAside(two[0]).user?.length).toBeLessThan(120)
  })
})

test('what is blended and calibrated was said by members that did not learn from it', async () => {
  const data = syntheticData(300, 0, 0)
  const tables = tablesOf(data)
  const { rows, said } = await fitMembers(prepare(tables, data, everybody), engine, unattended)
  const aside = rows.user ?? new Int32Array(0)
  expect(aside.length).toBeGreaterThan(60)
  // Labels of one round's rows aside move no figure of that round, whoever speaks.
  const [first] = roundsOf(tables, everybody)
  const own = rowsAside(first).user ?? new Int32Array(0)
  const changed = structuredClone(data)
  // Stopping looks at them, so all figures may move a little by when it ends: hold the ends fixed.
  const fixed = { ...everybody, epochs: 1, members: { ...everybody.members, boosted: false } }
  for (const row of own) changed.users.labels.ltv[row] *= 3
  const before = await fitMembers(prepare(tables, data, fixed), engine, unattended)
  const after = await fitMembers(prepare(tablesOf(changed), changed, fixed), engine, unattended)
  const units = (learned: typeof before) => learned.said.linear?.['repurchase.p'] ?? new Float64Array(0)
  for (const row of own) expect(units(after)[row]).toBe(units(before)[row])
  for (const row of aside) expect(Number.isNaN(said.boosted?.['ltv.amount'][row])).toBe(false)
  for (const row of rowsIn(data.users, part.test)) expect(said.network?.['ltv.amount'][row]).toBeNaN()
})

describe('a model of many members', () => {
  test('predicts every output, beats its single network or comes near, and gives the same twice', async () => {
    const data = syntheticData(900, 150, 300)
    const before = engine.tf.memory().numTensors
    const notes: EpochNote[] = []
    const work = {
      ...unattended,
      note: (name: string, note: unknown) => void (name === 'epoch' && notes.push(note as EpochNote)),
    }
    const trained = await trainModel(data, everybody, engine, work)
    expect(engine.tf.memory().numTensors).toBe(before)
    const { artifact, reports } = trained
    expect(Object.keys(artifact.blend)).toEqual([
      ...['ltv.amount', 'repurchase.p', 'potential.units', 'potential.growth', 'loyalty.p', 'loyalty.share'],
    ])
    for (const { network, boosted, linear } of Object.values(artifact.blend)) {
      expect(network + boosted + linear).toBeCloseTo(1, 12)
    }
    expect(new Set(notes.map(({ network, networks }) => `${network} of ${networks}`))).toEqual(
      new Set(['1 of 2', '2 of 2']),
    )
    const alone = await trainModel(
      data,
      withMembers({ networks: 1, boosted: false, linear: false }),
      engine,
      unattended,
    )
    const gini = (result: typeof trained) => result.reports.ltv?.metrics.normalizedGini.value ?? NaN
    expect(gini(trained)).toBeGreaterThan(gini(alone) - 0.02)
    expect(reports.ltv?.metrics.intervalCoverage.value).toBeGreaterThan(0.7)
    expect((await trainModel(data, everybody, engine, unattended)).artifact).toEqual(artifact)
  })

  test('looks at no test label', async () => {
    const data = syntheticData(300, 40, 60)
    const blind = structuredClone(data)
    for (const table of Object.values(tablesOf(blind))) {
      for (const label of Object.values(table.labels)) {
        table.parts.forEach((own, row) => {
          if (own === part.test && !Number.isNaN(label[row])) label[row] = 1 - Math.min(1, label[row])
        })
      }
    }
    const seen = await trainModel(data, everybody, engine, unattended)
    expect((await trainModel(blind, everybody, engine, unattended)).artifact).toEqual(seen.artifact)
  })

  test.each([
    ['trees alone', { networks: 0, boosted: true, linear: false }],
    ['lines alone', { networks: 0, boosted: false, linear: true }],
  ])('may be %s, and is refitted on every row', async (_, members) => {
    const data = syntheticData(400, 60, 80)
    const config = withMembers(members)
    const { artifact, epochs, reports } = await trainModel(data, config, engine, unattended)
    expect(epochs).toBe(0)
    expect(reports.repurchase?.metrics.auc.value).toBeGreaterThan(0.75)
    const refitted = await refitModel(data, config, artifact, engine, unattended)
    expect(refitted.blend).toEqual(artifact.blend)
    const model = runModel(engine, structuredClone(refitted))
    const { 'ltv.amount': amount } = await model.predict(tablesOf(data), ['ltv'])
    model.dispose()
    expect(amount.every((value) => Number.isFinite(value) && value >= 0)).toBe(true)
  })
})
