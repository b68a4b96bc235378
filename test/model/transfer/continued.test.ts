import { beforeAll, describe, expect, test } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import type { Engine } from '../../../main/engine/types.ts'
import { part, type TrainingData } from '../../../main/features/types.ts'
import type { ModelConfig } from '../../../main/model/modelConfig.ts'
import { prepare } from '../../../main/model/preparation.ts'
import { runModel } from '../../../main/model/runningModel.ts'
import { rowsIn, tablesOf } from '../../../main/model/tables.ts'
import { trainModel, type Trained } from '../../../main/model/training.ts'
import { holdAgainst } from '../../../main/model/transfer/guard.ts'
import { readAs } from '../../../main/model/transfer/readAs.ts'
import type { Start } from '../../../main/model/transfer/types.ts'
import { startEngineUnderTest } from '../../engine/engineUnderTest.ts'
import { alone, shop } from './shops.ts'

const columns = ['frequency', 'recency', 'spend']
const brands = ['Acme', 'Borealis', 'Cirrus']
const before = () => shop({ rows: { train: 600, validation: 300, test: 300 }, seed: 21, columns, brands })
/** The same shop some months on: other rows, a brand more, columns in another order and one that is gone. */
const later = () =>
  shop({
    rows: { train: 1200, validation: 300, test: 300 },
    ...{ seed: 22, columns: ['clicks', 'recency', 'frequency'], brands: ['Borealis', 'Delos', 'Acme', 'Cirrus'] },
  })

let engine: Engine
let first: Trained
let start: Start
beforeAll(async () => {
  engine = await startEngineUnderTest()
  first = await trainModel(before(), { ...alone, epochs: 12 }, engine, unattended)
  start = { kind: 'run', evaluated: first.artifact, refitted: first.artifact }
})

const goOn = (data: TrainingData, config: ModelConfig, from = start) =>
  trainModel(data, config, engine, unattended, [], from)

/** What is learned from says the opposite of what is true. */
function garbage(): TrainingData {
  const data = later()
  const { parts, labels } = data.users
  labels.repurchase.forEach((label, row) => {
    if (parts[row] === part.train) labels.repurchase[row] = 1 - label
  })
  return data
}

describe('going on from a run', () => {
  test('starts at its weights and scales, wherever they now stand', () => {
    const data = later()
    const preparation = prepare(tablesOf(data), data, alone, start)
    const begun = preparation.beginning?.of(5, 1)
    expect(begun?.learns).toBeNull()
    expect(preparation.beginning?.matched).toMatchObject({
      columns: { known: 3, all: 4 },
      brands: { known: 3, all: 4 },
    })
    const scale = (name: string, { specs, scales }: Pick<typeof preparation, 'specs' | 'scales'>) =>
      scales.user?.[specs.findIndex((spec) => spec.name === name)]
    expect(scale('recency', preparation)).toEqual(scale('recency', first.artifact))
    expect(scale('clicks', preparation)?.deviation).toBeGreaterThan(0.9)
    expect(preparation.labelUnits).toEqual(first.artifact.labelUnits)
  })

  test('says of rows as they were exactly what the run says, before it learns', async () => {
    const data = before()
    const { beginning, ...preparation } = prepare(tablesOf(data), data, alone, start)
    const [member] = first.artifact.members
    if (member.kind !== 'network') throw new Error(member.kind)
    expect(beginning?.of(0, 9).weights).toEqual(Float32Array.from(member.weights.flatMap(({ values }) => [...values])))
    expect(preparation.scales).toEqual(first.artifact.scales)
  })

  test('keeps the earlier model, its figures and its predictions where going on made it worse', async () => {
    const data = garbage()
    const { artifact, guard, reports, predictions } = await goOn(data, { ...alone, continues: 1 })
    expect(guard).toMatchObject({ verdict: 'worse', kept: 'earlier' })
    const { earlier, now, difference, rows } = guard?.tasks.repurchase ?? {}
    expect(rows).toBe(300)
    expect((now?.value ?? NaN) - (earlier?.value ?? NaN)).toBeCloseTo(difference?.value ?? NaN, 12)
    expect(difference?.high).toBeLessThan(0)
    expect(artifact).toEqual(first.artifact)
    const model = runModel(engine, first.artifact)
    const { 'repurchase.p': said } = await model.predict(tablesOf(readAs(first.artifact, data)))
    model.dispose()
    const test = rowsIn(data.users, part.test)
    expect([...predictions[0].predicted]).toEqual([...test].map((row) => said[row]))
    expect(reports.repurchase?.metrics.auc.value).toBeGreaterThan(0.65)
  })

  test('takes the new model, or says that it is even, on more data of the same kind', async () => {
    const { artifact, guard, matched } = await goOn(later(), { ...alone, continues: 1 })
    expect(['better', 'even']).toContain(guard?.verdict)
    expect(matched?.brands).toEqual({ known: 3, all: 4 })
    if (guard?.kept === 'now') expect(artifact.members).not.toEqual(first.artifact.members)
    expect(guard?.tasks.repurchase?.earlier.value).toBeGreaterThan(0.65)
  })

  test('compares ensembles by what members said of rows that none of them learned from', async () => {
    const members = { networks: 2, boosted: true, linear: true }
    const config = { ...alone, epochs: 3, members }
    const data = before()
    const { artifact } = await trainModel(data, config, engine, unattended)
    const again = await goOn(
      data,
      { ...config, continues: 1 },
      { kind: 'run', evaluated: artifact, refitted: artifact },
    )
    const { rows = NaN, earlier, now } = again.guard?.tasks.repurchase ?? {}
    // Of five rounds two have a network: about two fifths of all rows but the test's.
    expect(rows).toBeGreaterThan(300)
    expect(rows).toBeLessThan(420)
    // Trees that had seen these rows would say far more of them.
    expect(earlier?.value).toBeLessThan(0.9)
    expect(Math.abs((now?.value ?? NaN) - (earlier?.value ?? NaN))).toBeLessThan(0.1)
  })
})

describe('rows as an earlier model reads them', () => {
  test('have its columns, what is gone at the usual, and its codes', () => {
    const data = later()
    const { users, specs, vocabularies } = readAs(first.artifact, data)
    expect(specs).toEqual(first.artifact.specs)
    expect(vocabularies).toEqual(first.artifact.vocabularies)
    const usual = first.artifact.scales.user?.[specs.findIndex(({ name }) => name === 'spend')].mean ?? NaN
    const own = data.users.inputs.behaviour.values
    for (const row of [0, 7, 500]) {
      const read = users.inputs.behaviour.values.subarray(row * 3, row * 3 + 3)
      expect([...read.subarray(0, 2)]).toEqual([own[row * 3 + 2], own[row * 3 + 1]])
      expect(read[2]).toBeCloseTo(usual, 6)
    }
    // Borealis, Delos, Acme, Cirrus now; Acme, Borealis, Cirrus then.
    const expected = [0, 2, 0, 1, 3]
    users.codes.brand.forEach((code, row) => expect(code).toBe(expected[data.users.codes.brand[row]]))
  })

  test('are the same rows where nothing has changed', () => {
    const data = before()
    expect(readAs(first.artifact, data)).toBe(data)
  })
})

describe('the guard', () => {
  const data = before()
  const tables = tablesOf(data)
  const labels = data.users.labels.repurchase
  const rows = { user: rowsIn(data.users, part.validation) }
  const truth = Float64Array.from(labels)
  const noise = Float64Array.from(labels, (_, row) => (row * 37) % 101)
  const mixed = (share: number) => truth.map((value, row) => share * value + (1 - share) * (noise[row] / 101))
  const held = (earlier: Float64Array, now: Float64Array) =>
    holdAgainst(
      {
        ...{ tasks: ['repurchase'], tables, rows, seed: 1 },
        earlier: { 'repurchase.p': earlier },
        now: { 'repurchase.p': now },
      },
      unattended,
    )

  test('tells better, worse and even apart, and lets the mean decide between even ones', () => {
    expect(held(noise, mixed(0.5))).toMatchObject({ verdict: 'better', kept: 'now' })
    expect(held(mixed(0.5), noise)).toMatchObject({ verdict: 'worse', kept: 'earlier' })
    expect(held(mixed(0.5), mixed(0.5))).toMatchObject({ verdict: 'even', kept: 'now' })
    const slightly = mixed(0.3).map((value, row) => (row % 97 === 0 ? 1 - value : value))
    const { verdict, kept, tasks } = held(mixed(0.3), slightly)
    const difference = tasks.repurchase?.difference.value ?? NaN
    expect([verdict, kept]).toEqual(['even', difference >= 0 ? 'now' : 'earlier'])
  })

  test('keeps the earlier model where there is nothing to measure', () => {
    const unknown = new Float64Array(labels.length).fill(NaN)
    expect(held(unknown, noise)).toEqual({ verdict: 'unmeasured', kept: 'earlier', tasks: {} })
  })
})
