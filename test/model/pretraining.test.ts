import { beforeAll, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { createRandom } from '../../main/base/random.ts'
import type { Engine } from '../../main/engine/types.ts'
import type { ActLog } from '../../main/features/actLog.ts'
import { createNetwork, type Network } from '../../main/model/network/network.ts'
import { initialise } from '../../main/model/network/parameters.ts'
import { hideActs, pretrainActs, type Guesses } from '../../main/model/pretraining.ts'
import { fitAllScales, prepareTables, type PreparedTables } from '../../main/model/tables.ts'
import { defaultModelConfig } from '../../main/model/modelConfig.ts'
import { gatherActs } from '../../main/model/gatherActs.ts'
import { startEngineUnderTest } from '../engine/engineUnderTest.ts'
import { syntheticData } from './syntheticData.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startEngineUnderTest()
})

const [customers, length, categories] = [300, 6, 5]

/** Every customer keeps to one category, which its acts tell; nothing else is told. */
function loyalShop(sizes = { product: 2, category: categories + 1, brand: 2 }): {
  prepared: PreparedTables
  network: Network
} {
  const random = createRandom(3)
  const acts = customers * length
  const ofCustomer = Array.from({ length: customers }, () => 1 + random.integer(categories))
  const log: ActLog = {
    sizes: { type: 6, ...sizes },
    type: new Uint8Array(acts).fill(4),
    product: new Int32Array(acts).fill(sizes.product - 1),
    category: Int32Array.from({ length: acts }, (_, act) =>
      sizes.category > 1 ? ofCustomer[Math.floor(act / length)] : 0,
    ),
    brand: new Int32Array(acts).fill(sizes.brand - 1),
    day: Int32Array.from({ length: acts }, (_, act) => act % length),
    price: new Float32Array(acts).fill(1),
    units: new Float32Array(acts).fill(1),
  }
  const { users, specs } = syntheticData(customers, 0, 0)
  users.sequences.from.set(Int32Array.from({ length: customers }, (_, row) => row * length))
  users.sequences.to.set(Int32Array.from({ length: customers }, (_, row) => (row + 1) * length))
  users.sequences.cutoffDays.fill(length)
  const prepared = prepareTables(specs, fitAllScales(specs, { user: users }), { user: { ...users, log } })
  const shape = { ...defaultModelConfig, acts: { width: 16, blocks: 1, heads: 2 } }
  const widths = { behaviour: 4, product: 1, social: 0 }
  return {
    prepared,
    network: createNetwork(shape, { widths, codes: { category: 6, brand: 2 }, acts: log.sizes }, ['ltv']),
  }
}

it('learns from the acts around a hidden one what it was', async () => {
  const { prepared, network } = loyalShop()
  const start = initialise(network.parameters, 1)
  const config = { ...defaultModelConfig, pretrainEpochs: 12, batchSize: 32, learningRate: 0.01 }
  const seen: Guesses[] = []
  const before = engine.tf.memory().numTensors
  const learned = await pretrainActs(engine, network, prepared, config, start, unattended, (guesses) =>
    seen.push(guesses),
  )
  expect(engine.tf.memory().numTensors).toBe(before)
  // By chance one in five is right.
  expect(seen[0].guessedCategories).toBeLessThan(0.6)
  expect(seen[11].guessedCategories).toBeGreaterThan(0.95)
  expect(seen[11].loss).toBeLessThan(0.5 * seen[0].loss)
  expect(learned).toHaveLength(start.length)
  // Nothing but the encoder of acts has moved.
  let at = 0
  for (const { name, shape } of network.parameters) {
    const size = shape.reduce((product, n) => product * n, 1)
    const moved = learned.subarray(at, at + size).some((value, i) => value !== start[at + i])
    if (!name.startsWith('acts.')) expect(moved, name).toBe(false)
    at += size
  }
  const again = await pretrainActs(engine, network, prepared, config, start, unattended)
  expect(again).toEqual(learned)
})

it('reads a shop that names no products', async () => {
  const { prepared, network } = loyalShop({ product: 1, category: 1, brand: 1 })
  const config = { ...defaultModelConfig, pretrainEpochs: 1, batchSize: 64 }
  const seen: Guesses[] = []
  await pretrainActs(engine, network, prepared, config, initialise(network.parameters, 1), unattended, (guesses) =>
    seen.push(guesses),
  )
  expect(seen[0].loss).toBeGreaterThan(0)
  expect(seen[0].guessedCategories).toBe(0)
})

it('leaves the weights as they are where there is nothing to read', async () => {
  const { prepared, network } = loyalShop()
  const start = initialise(network.parameters, 1)
  expect(await pretrainActs(engine, network, prepared, defaultModelConfig, start, unattended)).toBe(start)
  const config = { ...defaultModelConfig, pretrainEpochs: 1 }
  expect(await pretrainActs(engine, network, {}, config, start, unattended)).toBe(start)
})

it('hides at least one act of every sequence and keeps what it was', () => {
  const { prepared } = loyalShop()
  const acts = gatherActs(prepared, { user: Int32Array.from({ length: 50 }, (_, row) => row) })?.batch
  if (!acts) throw new Error('no acts')
  const before = acts.codes.category.slice()
  const { positions, answers } = hideActs(acts, createRandom(1))
  const sequences = new Set([...positions].map((at) => Math.floor(at / length)))
  expect(sequences.size).toBe(50)
  positions.forEach((at, i) => {
    expect(acts.codes.category[at]).toBe(0)
    expect(answers.category[i]).toBe(before[at])
  })
  const shown = before.filter((code, at) => !positions.includes(at) && acts.codes.category[at] !== code)
  expect(shown).toHaveLength(0)
})
