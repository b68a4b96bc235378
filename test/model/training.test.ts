import { beforeAll, describe, expect, test } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { columnOf } from '../../main/base/table.ts'
import { startEngineUnderTest } from '../engine/engineUnderTest.ts'
import type { Engine } from '../../main/engine/types.ts'
import { part, type ExampleTable } from '../../main/features/types.ts'
import { paceOf } from '../../main/model/members/fitMembers.ts'
import { runModel } from '../../main/model/runningModel.ts'
import { scoreRows } from '../../main/model/scoring.ts'
import { rowsIn, tablesOf } from '../../main/model/tables.ts'
import { refitModel, trainModel, validateModel } from '../../main/model/training.ts'
import { defaultModelConfig, type ModelConfig } from '../../main/model/modelConfig.ts'
import type { EpochNote, ModelArtifact, StoredTensor } from '../../main/model/types.ts'
import { syntheticData } from './syntheticData.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startEngineUnderTest()
})

const oneNetwork = { networks: 1, boosted: false, linear: false }
const config: ModelConfig = {
  ...{ ...defaultModelConfig, epochs: 12, patience: 4, towerWidth: 16, fusionWidth: 16 },
  members: oneNetwork,
}
function weightsOf({ members: [first] }: ModelArtifact): StoredTensor[] {
  if (first.kind !== 'network') throw new Error(`a network, not ${first.kind}`)
  return first.weights
}

const noWeights = { ltv: 0, repurchase: 0, potential: 0, loyalty: 0, own: 0 }

/** The AUC that the one input which drives the outcome reaches on test rows: nothing can do better but by luck. */
function driverAuc(table: ExampleTable | null, label: string): number {
  if (!table) throw new Error('no table')
  const driver = columnOf(table.inputs.behaviour, 'frequency')
  const rows = [...rowsIn(table, part.test)]
  const [yes, no] = [1, 0].map((outcome) => rows.filter((row) => table.labels[label][row] === outcome))
  const wins = yes.reduce((sum, a) => sum + no.filter((b) => driver[a] > driver[b]).length, 0)
  return wins / (yes.length * no.length)
}

describe('training', () => {
  test('learns what the labels follow from, on every task at once', async () => {
    const before = engine.tf.memory().numTensors
    const notes: EpochNote[] = []
    const work = {
      ...unattended,
      note: (name: string, data: unknown) => void (name === 'epoch' && notes.push(data as EpochNote)),
    }
    const data = syntheticData(3000, 600, 1500)
    const trained = await trainModel(data, { ...config, epochs: 20 }, engine, work)
    expect(engine.tf.memory().numTensors).toBe(before)

    const { reports, rows, epochs } = trained
    expect(reports.repurchase?.metrics.auc.value).toBeGreaterThan(driverAuc(data.users, 'repurchase') - 0.03)
    expect(reports.loyalty?.metrics.auc.value).toBeGreaterThan(driverAuc(data.pairs, 'bought') - 0.05)
    expect(reports.ltv?.metrics.normalizedGini.value).toBeGreaterThan(0.6)
    expect(reports.ltv?.metrics.totalRatio.value).toBeGreaterThan(0.8)
    expect(reports.ltv?.metrics.totalRatio.value).toBeLessThan(1.25)
    expect(reports.ltv?.metrics.intervalCoverage.value).toBeGreaterThan(0.7)
    expect(reports.potential?.metrics.spearman.value).toBeGreaterThan(0.3)
    expect(reports.potential?.metrics.growthSpearman.value).toBeGreaterThan(0.8)
    expect(rows).toEqual({ train: 3400, validation: 680, test: 1020 })
    expect(notes.length).toBeGreaterThanOrEqual(epochs)
    expect(Object.keys(notes[0].taskLosses).sort()).toEqual(['loyalty', 'ltv', 'potential', 'repurchase'])
    const best = notes.toSorted((a, b) => (a.validationLoss ?? 0) - (b.validationLoss ?? 0))[0]
    expect(best.epoch).toBe(epochs)
  })

  test('gives the same figures to the last digit for the same seed, and others for another', async () => {
    const data = syntheticData(300, 60, 100)
    const short = { ...config, epochs: 3 }
    const [first, again, other] = [
      await trainModel(data, short, engine, unattended),
      await trainModel(data, short, engine, unattended),
      await trainModel(data, { ...short, seed: 2 }, engine, unattended),
    ]
    expect(again.artifact.members).toEqual(first.artifact.members)
    expect(again.reports).toEqual(first.reports)
    expect(again.predictions).toEqual(first.predictions)
    expect(other.artifact.members).not.toEqual(first.artifact.members)
  })

  test('learns the same from a batch in pieces as from the whole of it', async () => {
    const data = syntheticData(300, 60, 100)
    const short = { ...config, epochs: 2, dropout: 0 }
    const { artifact: whole } = await trainModel(data, short, engine, unattended)
    const { artifact: pieced } = await trainModel(data, { ...short, accumulate: 3 }, engine, unattended)
    for (const [index, { values }] of weightsOf(whole).entries()) {
      values.forEach((value, i) => expect(weightsOf(pieced)[index].values[i]).toBeCloseTo(value, 3))
    }
  })

  test('looks at no test label: changing them changes neither weights nor calibration', async () => {
    const data = syntheticData(300, 60, 100)
    const blind = structuredClone(data)
    for (const table of Object.values(tablesOf(blind))) {
      for (const label of Object.values(table.labels)) {
        table.parts.forEach((own, row) => {
          if (own === part.test && !Number.isNaN(label[row])) label[row] = 1 - Math.min(1, label[row])
        })
      }
    }
    const short = { ...config, epochs: 3 }
    const seen = await trainModel(data, short, engine, unattended)
    const unseen = await trainModel(blind, short, engine, unattended)
    expect(unseen.artifact).toEqual(seen.artifact)
    expect(unseen.reports.ltv?.metrics).not.toEqual(seen.reports.ltv?.metrics)
  })

  test('copes with fifty users, one product and no pair', async () => {
    const trained = await trainModel(syntheticData(50, 1, 0), { ...config, epochs: 3 }, engine, unattended)
    expect(Object.keys(trained.reports)).toEqual(['ltv', 'repurchase'])
    expect(trained.artifact.tasks).toEqual(['ltv', 'repurchase', 'potential'])
    expect(trained.predictions.map(({ task, output }) => `${task}.${output}`)).toEqual(['ltv.amount', 'repurchase.p'])
  })

  test('leaves out tasks without weight, and refuses to learn nothing', async () => {
    const data = syntheticData(120, 30, 0)
    const one = { ...config, epochs: 2, taskWeights: { ...noWeights, ltv: 1 } }
    const trained = await trainModel(data, one, engine, unattended)
    expect(Object.keys(trained.reports)).toEqual(['ltv'])
    const nothing = { ...data, tasks: ['ltv' as const, 'loyalty' as const] }
    await expect(trainModel(nothing, { ...config, taskWeights: noWeights }, engine, unattended)).rejects.toMatchObject({
      code: 'features.nothingToLearn',
      params: { tasks: 'ltv, loyalty', reasons: 'ltv: noWeight, loyalty: noWeight' },
    })
    const pairs = { ...data, tasks: ['loyalty' as const] }
    await expect(trainModel(pairs, config, engine, unattended)).rejects.toMatchObject({
      params: { reasons: 'loyalty: noLabels' },
    })
  })

  test('learns the tasks asked for and no other, and so does the refit', async () => {
    const data = { ...syntheticData(120, 30, 30), tasks: ['ltv' as const, 'loyalty' as const] }
    const { artifact, reports } = await trainModel(data, { ...config, epochs: 2 }, engine, unattended)
    expect(artifact.tasks).toEqual(['ltv', 'loyalty'])
    expect(Object.keys(reports)).toEqual(['ltv', 'loyalty'])
    const everything = syntheticData(120, 30, 30)
    const refitted = await refitModel(everything, config, artifact, engine, unattended)
    expect(refitted.tasks).toEqual(['ltv', 'loyalty'])
  })

  test('says when it diverges', async () => {
    const data = syntheticData(200, 0, 0)
    const reckless = { ...config, learningRate: 1e30 }
    await expect(trainModel(data, reckless, engine, unattended)).rejects.toMatchObject({ code: 'model.diverged' })
  })
})

test('validating gives the loss a training stops by', async () => {
  const data = syntheticData(400, 0, 0)
  const losses: number[] = []
  const work = {
    ...unattended,
    note: (name: string, epoch: unknown) =>
      void (name === 'epoch' && losses.push((epoch as EpochNote).validationLoss ?? NaN)),
  }
  const { validationLoss, taskLosses, epochs } = await validateModel(data, config, engine, work)
  expect(validationLoss).toBe(Math.min(...losses))
  expect(losses[epochs - 1]).toBe(validationLoss)
  expect((taskLosses.ltv ?? NaN) + (taskLosses.repurchase ?? NaN)).toBeCloseTo(validationLoss ?? NaN, 12)
})

describe('a refit', () => {
  test('learns from every row for the epochs given, keeps its sibling’s calibration, and scores', async () => {
    const data = syntheticData(600, 40, 50)
    const { artifact } = await trainModel(data, { ...config, epochs: 4 }, engine, unattended)
    const notes: EpochNote[] = []
    const work = {
      ...unattended,
      note: (name: string, note: unknown) => void (name === 'epoch' && notes.push(note as EpochNote)),
    }
    const refitted = await refitModel(data, config, artifact, engine, work)
    const { epochs } = paceOf(artifact.members)
    expect(notes.map((note) => [note.phase, note.epoch, note.validationLoss])).toEqual(
      Array.from({ length: epochs }, (_, i) => ['refit', i + 1, null]),
    )
    expect(refitted.calibration).toEqual(artifact.calibration)
    expect(refitted.scales).not.toEqual(artifact.scales)

    const users = { ...data.users, labels: {} }
    const scores = await scoreRows({ ...data, users }, refitted, engine)
    expect(Object.keys(scores.users.outputs).sort()).toEqual(['ltv.amount', 'ltv.high', 'ltv.low', 'repurchase.p'])
    expect(Object.keys(scores.products?.outputs ?? {})).toEqual(['potential.units', 'potential.growth'])
    expect(Object.keys(scores.pairs?.outputs ?? {})).toEqual(['loyalty.p', 'loyalty.share'])
    const { 'ltv.amount': amount, 'ltv.low': low, 'ltv.high': high, 'repurchase.p': p } = scores.users.outputs
    expect(amount).toHaveLength(600)
    for (let row = 0; row < 600; row++) {
      expect(Number.isFinite(amount[row]) && amount[row] >= 0 && low[row] <= high[row]).toBe(true)
      expect(p[row]).toBeGreaterThan(0)
      expect(p[row]).toBeLessThan(1)
    }
  })

  test('an artifact that was stored and read back predicts the same', async () => {
    const data = syntheticData(200, 0, 0)
    const { artifact } = await trainModel(data, { ...config, epochs: 2 }, engine, unattended)
    const [model, restored] = [runModel(engine, artifact), runModel(engine, structuredClone(artifact))]
    expect(await restored.predict(tablesOf(data))).toEqual(await model.predict(tablesOf(data)))
    model.dispose()
    restored.dispose()
  })
})
