import { beforeAll, describe, expect, test } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import type { Engine } from '../../../main/engine/types.ts'
import { part } from '../../../main/features/types.ts'
import { roundsOf, rowsAside, thinned } from '../../../main/model/members/aside.ts'
import { fitMembers } from '../../../main/model/members/fitMembers.ts'
import { prepare } from '../../../main/model/preparation.ts'
import { resolveConfig } from '../../../main/model/config.ts'
import { currentArtifact, oneNetwork } from '../../../main/model/storedArtifact.ts'
import { runModel } from '../../../main/model/runningModel.ts'
import { rowsIn, tablesOf } from '../../../main/model/tables.ts'
import { refitModel, trainModel } from '../../../main/model/training.ts'
import { defaultModelConfig, type MemberSettings, type ModelConfig } from '../../../main/model/modelConfig.ts'
import type { EpochNote, ModelArtifact } from '../../../main/model/types.ts'
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

  test('are the split’s own validation rows where one network learns alone; a fifth each of few', () => {
    expect(roundsOf(tables, withMembers({ networks: 1, boosted: false, linear: false }))).toEqual([tables])
    expect(roundsOf(tables, withMembers({ networks: 1, boosted: true, linear: false }))).toHaveLength(5)
    const two = roundsOf(tables, withMembers({ networks: 2, boosted: false, linear: false }))
    expect(two).toHaveLength(2)
    expect(rowsAside(two[0]).user?.length).toBeLessThan(120)
  })
})

test('a network learns from as many rows as it has time for, another seed from others', () => {
  const table = syntheticData(150_000, 0, 0).users
  const [first, second] = [1, 2].map((seed) => rowsIn(thinned(table, seed), part.train))
  expect([first.length, second.length]).toEqual([40_000, 40_000])
  const drawn = new Set(first)
  const shared = second.filter((row) => drawn.has(row)).length
  expect(shared / 40_000).toBeCloseTo(40_000 / rowsIn(table, part.train).length, 1)
  const few = syntheticData(3000, 0, 0).users
  expect(thinned(few, 1)).toEqual(few)
})

describe('what members say of rows set aside', () => {
  test('is known of every row but the test’s where all rounds have them, and of none that was not set aside', async () => {
    const data = syntheticData(300, 0, 0)
    const tables = tablesOf(data)
    const { rows, said, members } = await fitMembers(prepare(tables, data, everybody), engine, unattended)
    expect(members.map(({ kind }) => kind).join(' ')).toBe(
      'network boosted linear network boosted linear boosted linear boosted linear boosted linear',
    )
    for (const row of rowsIn(data.users, part.test)) expect(said.network?.['ltv.amount'][row]).toBeNaN()
    for (let row = 0; row < 300; row++) {
      if (data.users.parts[row] !== part.test) expect(said.boosted?.['ltv.amount'][row]).toBeGreaterThanOrEqual(0)
    }
    const spoken = [...(rows.user ?? [])]
    expect(spoken.length).toBeGreaterThan(60)
    for (const row of spoken) expect(said.network?.['ltv.amount'][row]).toBeGreaterThanOrEqual(0)
  })

  test('does not depend on their own labels', async () => {
    const data = syntheticData(300, 0, 0)
    const changed = structuredClone(data)
    // Trees and networks stop by these rows: lines do not, so nothing of them may move.
    const lines = withMembers({ networks: 0, boosted: false, linear: true })
    const own = rowsAside(roundsOf(tablesOf(data), lines)[0]).user ?? new Int32Array(0)
    for (const row of own) changed.users.labels.repurchase[row] = 1 - changed.users.labels.repurchase[row]
    const [before, after] = [data, changed].map((given) => prepare(tablesOf(given), given, lines))
    const said = (await fitMembers(before, engine, unattended)).said.linear?.['repurchase.p'] ?? []
    const again = (await fitMembers(after, engine, unattended)).said.linear?.['repurchase.p'] ?? []
    expect(own.length).toBeGreaterThan(30)
    for (const row of own) expect(again[row]).toBe(said[row])
  })
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

describe('a stored model', () => {
  test('of a version that had no members yet is refused', async () => {
    const { artifact } = await trainModel(syntheticData(200, 0, 0), withMembers(oneNetwork), engine, unattended)
    expect(currentArtifact(artifact)).toBe(artifact)
    const { members, ...earlier } = artifact
    expect(() => currentArtifact({ ...earlier, weights: members } as object as ModelArtifact)).toThrow(
      expect.objectContaining({ code: 'model.otherNetwork' }),
    )
  })

  test('whose weights belong to another network is refused, saying which', async () => {
    const data = syntheticData(200, 0, 0)
    const { artifact } = await trainModel(data, withMembers(oneNetwork), engine, unattended)
    const other = { ...artifact, config: { ...artifact.config, towerWidth: 12 } }
    expect(() => runModel(engine, other)).toThrow(expect.objectContaining({ code: 'model.otherNetwork' }))
  })
})

test('a configuration without any member is refused; what is left out of it keeps its default', () => {
  const none = { members: { networks: 0, boosted: false, linear: false } }
  expect(() => resolveConfig({ preset: 'balanced', ...none }, 1)).toThrow(
    expect.objectContaining({ code: 'input.invalid' }),
  )
  expect(resolveConfig({ preset: 'balanced', members: { networks: 1 } }, 1).members).toEqual({
    ...defaultModelConfig.members,
    networks: 1,
  })
})
