import { beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { createRandom } from '../../main/base/random.ts'
import type { Engine } from '../../main/engine/types.ts'
import type { Task } from '../../main/features/types.ts'
import { createAffinity, type Affinity } from '../../main/model/affinity.ts'
import { defaultModelConfig, type ModelConfig } from '../../main/model/modelConfig.ts'
import { countKnown } from '../../main/model/network/heads.ts'
import { fromStored, initialise, toStored } from '../../main/model/network/parameters.ts'
import { networkOf } from '../../main/model/networkOf.ts'
import { fitAllScales, gatherBatch, gatherLabels, prepareTables } from '../../main/model/tables.ts'
import { gradientNorms } from '../../main/model/taskGradients.ts'
import { trainModel } from '../../main/model/training.ts'
import { startEngineUnderTest } from '../engine/engineUnderTest.ts'
import { syntheticData } from './syntheticData.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startEngineUnderTest()
})

const tasks: Task[] = ['yesNo:one', 'yesNo:other']
const units = { ltv: 1, units: 1 }
const config: ModelConfig = { ...defaultModelConfig, towerWidth: 8, fusionWidth: 8, dropout: 0 }

/** A network whose two heads read what the tasks share in the same way, on rows with the labels given. */
function planted(second: (label: number) => number) {
  const { users, specs, vocabularies } = syntheticData(64, 0, 0)
  users.labels['yesNo:one'] = users.labels.repurchase.slice()
  users.labels['yesNo:other'] = users.labels.repurchase.map(second)
  const network = networkOf({ config, specs, tasks, vocabularies, actSizes: null })
  const random = createRandom(5)
  const heads = Float32Array.from({ length: 64 }, () => 0.5 * random.normal())
  const stored = toStored(network.parameters, initialise(network.parameters, 3)).map((tensor) =>
    tensor.name.endsWith('.head.weight') ? { ...tensor, values: heads.slice(0, tensor.values.length) } : tensor,
  )
  const prepared = prepareTables(specs, fitAllScales(specs, { user: users }), { user: users })
  const rows = { user: Int32Array.from({ length: 64 }, (_, row) => row) }
  const labels = gatherLabels(prepared, rows)
  const piece = { batch: gatherBatch(prepared, rows), labels, mixed: null }
  return {
    network,
    weights: engine.tf.tensor1d(fromStored(network.parameters, stored)),
    piece,
    known: countKnown(labels),
  }
}

async function affinityOf(second: (label: number) => number): Promise<Affinity> {
  const { network, weights, piece, known } = planted(second)
  const before = engine.tf.memory().numTensors
  const measure = createAffinity(engine, network)
  await measure.add(weights, piece, { units, known })
  expect(engine.tf.memory().numTensors).toBe(before)
  weights.dispose()
  return measure.result()
}

describe('affinity', () => {
  it('is that of a task with itself for two that are alike', async () => {
    const { values, measured } = await affinityOf((label) => label)
    expect(measured).toBe(1)
    for (const row of values) for (const value of row) expect(value).toBeGreaterThan(1e-4)
    expect(values[0][1]).toBeCloseTo(values[0][0] ?? NaN, 6)
  })

  it('is below 0 between two that are opposed', async () => {
    const { values } = await affinityOf((label) => 1 - label)
    expect(values[0][0]).toBeGreaterThan(0)
    expect(values[1][1]).toBeGreaterThan(0)
    expect(values[0][1]).toBeLessThan(0)
    expect(values[1][0]).toBeLessThan(0)
  })

  it('is measured during a training where it is asked for, and changes nothing of it', async () => {
    const data = syntheticData(300, 60, 120)
    const alone = { ...config, epochs: 2, members: { networks: 1, boosted: false, linear: false } }
    const [plain, watched] = [
      await trainModel(data, alone, engine, unattended),
      await trainModel(data, { ...alone, affinity: true }, engine, unattended),
    ]
    expect(plain.affinity).toBeNull()
    expect(watched.affinity?.tasks).toEqual(['ltv', 'repurchase', 'potential', 'loyalty'])
    expect(watched.affinity?.measured).toBe(4)
    for (const [i, row] of (watched.affinity?.values ?? []).entries()) expect(row[i]).toBeGreaterThan(0)
    expect(watched.artifact.members).toEqual(plain.artifact.members)
  })
})

it('gradient norms are those of the experts alone, and two like tasks pull alike', async () => {
  const { network, weights, piece, known } = planted((label) => label)
  const norms = await gradientNorms(engine, network, weights, piece, { units, known })
  weights.dispose()
  expect(norms['yesNo:one']).toBeGreaterThan(0)
  expect(norms['yesNo:other']).toBeCloseTo(norms['yesNo:one'], 6)
})

it('a training by gradient norms learns as one does', async () => {
  const data = syntheticData(300, 60, 120)
  const members = { networks: 1, boosted: false, linear: false }
  const trained = await trainModel(
    data,
    { ...config, epochs: 3, taskWeighting: 'gradnorm', members },
    engine,
    unattended,
  )
  expect(trained.reports.repurchase?.metrics.auc.value).toBeGreaterThan(0.6)
})
