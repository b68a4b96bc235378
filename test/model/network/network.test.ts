import { beforeAll, describe, expect, test } from 'vitest'
import { createRandom } from '../../../main/base/random.ts'
import { startEngineUnderTest } from '../../engine/engineUnderTest.ts'
import type { Entity } from '../../../main/features/types.ts'
import type { Tensor, Tf, Vector } from '../../../main/engine/types.ts'
import { dropoutMask, layerNorm } from '../../../main/model/network/layers.ts'
import { actNumbers } from '../../../main/model/network/actEncoder.ts'
import { expertKinds } from '../../../main/model/network/fusion.ts'
import {
  createNetwork,
  forward,
  type Batch,
  type Network,
  type NetworkInputs,
  type NetworkShape,
} from '../../../main/model/network/network.ts'
import {
  countOf,
  decayMask,
  fromStored,
  initialise,
  toStored,
  unflatten,
} from '../../../main/model/network/parameters.ts'
import { record } from '../../../main/engine/recording.ts'
import { objective } from '../../../main/model/objective.ts'
import { cutOutputs, joinOutputs } from '../../../main/model/outputs.ts'

let tf: Tf
beforeAll(async () => {
  tf = (await startEngineUnderTest()).tf
})

const random = createRandom(5)
const normal = (length: number) => Float32Array.from({ length }, () => random.normal())
const shape: NetworkShape = {
  towerWidth: 8,
  fusionWidth: 6,
  embeddingWidth: 3,
  gate: true,
  experts: 'mmoe',
  expertCount: 2,
  acts: { width: 4, blocks: 1, heads: 2 },
}
const inputs: NetworkInputs = {
  widths: { behaviour: 4, product: 3, social: 2 },
  codes: { category: 3, brand: 4 },
  acts: { type: 3, product: 5, category: 3, brand: 4 },
}
const tasks = ['ltv', 'repurchase', 'potential', 'loyalty'] as const
const network = createNetwork(shape, inputs, [...tasks])
const weightsOne = { ltv: 1, repurchase: 1, potential: 1, loyalty: 1 }
const units = { ltv: 1, units: 1 }

const codes = (length: number, below: number) => Int32Array.from({ length }, () => random.integer(below))

/** Rows of noise; every other customer has two or three acts, every third row no links. */
function batchOf(user: number, product: number, pair: number): Batch {
  const rows = user + product + pair
  const isProduct = (row: number) => row >= user && row < user + product
  let count = 0
  const places = Int32Array.from({ length: rows }, (_, row) => (isProduct(row) || row % 2 === 1 ? -1 : count++))
  const acts = 3 * count
  return {
    rows: { user, product, pair },
    inputs: { behaviour: normal(rows * 4), product: normal(rows * 3), social: normal(rows * 2) },
    present: {
      behaviour: new Float32Array(rows).fill(1),
      product: new Float32Array(rows).fill(1),
      social: Float32Array.from({ length: rows }, (_, row) => Number(row % 3 !== 0)),
    },
    codes: { category: codes(rows, 3), brand: codes(rows, 4) },
    acts: {
      places,
      batch: {
        count,
        length: 3,
        codes: { type: codes(acts, 3), product: codes(acts, 5), category: codes(acts, 3), brand: codes(acts, 4) },
        numbers: normal(acts * actNumbers),
        present: Float32Array.from({ length: acts }, (_, i) => Number(i % 3 < 2 || i % 2 === 0)),
      },
    },
  }
}

/** One row of a batch as a batch of its own. */
function alone(batch: Batch, entity: Entity, row: number): Batch {
  const cut = <Column extends Float32Array | Int32Array>(column: Column, width = 1) =>
    column.slice(row * width, (row + 1) * width) as Column
  const { inputs, present, codes, acts } = batch
  const place = acts?.places[row] ?? -1
  const rows = { user: 0, product: 0, pair: 0, [entity]: 1 }
  const own = <Column extends Float32Array | Int32Array>(column: Column, width = 1) =>
    (place < 0 ? column.slice(0, 0) : column.slice(3 * place * width, 3 * (place + 1) * width)) as Column
  return {
    rows,
    inputs: { behaviour: cut(inputs.behaviour, 4), product: cut(inputs.product, 3), social: cut(inputs.social, 2) },
    present: { behaviour: cut(present.behaviour), product: cut(present.product), social: cut(present.social) },
    codes: { category: cut(codes.category), brand: cut(codes.brand) },
    acts: acts && {
      places: Int32Array.of(place < 0 ? -1 : 0),
      batch: {
        count: place < 0 ? 0 : 1,
        length: 3,
        codes: {
          type: own(acts.batch.codes.type),
          product: own(acts.batch.codes.product),
          category: own(acts.batch.codes.category),
          brand: own(acts.batch.codes.brand),
        },
        numbers: own(acts.batch.numbers, actNumbers),
        present: own(acts.batch.present),
      },
    },
  }
}

/** Weights of which none is zero: a network whose gates and heads say something. */
const shaken = (given: Network, seed: number): Float32Array =>
  initialise(given.parameters, seed).map((value) => value + 0.15 * random.normal())

/**
 * The sets of weights a derivative is checked along: every tensor by itself, or all of them at once where a processor
 * plays a GPU and one forward pass takes a second.
 */
const partsOf = (given: Network): (typeof given.parameters)[] =>
  process.env.ASSAY_TEST_ENGINE === 'webgpu' ? [given.parameters] : given.parameters.map((spec) => [spec])

describe('the network', () => {
  test('gives every task the rows of its entity, and leaves out tasks without rows', () => {
    tf.tidy(() => {
      const weights = tf.tensor1d(initialise(network.parameters, 1))
      const { outputs, shares } = forward(tf, network, weights, batchOf(5, 0, 2))
      expect(outputs.ltv?.shape).toEqual([5, 3])
      expect(outputs.repurchase?.shape).toEqual([5, 1])
      expect(outputs.potential).toBeUndefined()
      expect(outputs.loyalty?.shape).toEqual([2, 2])
      expect(shares.ltv?.shape).toEqual([5, 3])
    })
  })

  test('predicts a row alone as it does among others', async () => {
    const weights = tf.tensor1d(shaken(network, 1))
    const together = batchOf(3, 2, 2)
    const outputsOf = async (batch: Batch) => {
      const joined = tf.tidy(() => joinOutputs(tf, forward(tf, network, weights, batch).outputs))
      return cutOutputs(network, batch.rows, await joined.data<'float32'>())
    }
    const all = await outputsOf(together)
    const [first, last] = [await outputsOf(alone(together, 'user', 0)), await outputsOf(alone(together, 'pair', 6))]
    expect(first.ltv).toHaveLength(3)
    for (let i = 0; i < 3; i++) expect(first.ltv?.[i]).toBeCloseTo(all.ltv?.[i] ?? NaN, 5)
    for (let i = 0; i < 2; i++) expect(last.loyalty?.[i]).toBeCloseTo(all.loyalty?.[2 + i] ?? NaN, 5)
  })

  test.each(expertKinds)('with %s experts has the derivative of its whole loss by every tensor', async (experts) => {
    const network = createNetwork({ ...shape, experts }, inputs, [...tasks])
    const batch = batchOf(4, 3, 3)
    const labels = {
      ltv: Float64Array.of(0, 2, 0.5, NaN),
      repurchase: Float64Array.of(0, 1, 1, 0),
      units: Float64Array.of(1, 0, 4),
      growth: Float64Array.of(0.2, -3, NaN),
      bought: Float64Array.of(1, 0, 1),
      share: Float64Array.of(0.3, NaN, 1),
    }
    const start = shaken(network, 3)
    const lossOf = async (joined: Tensor) =>
      objective(cutOutputs(network, batch.rows, await joined.data<'float32'>()), labels, units, weightsOne)
    const outputsAt = (weights: Vector) => joinOutputs(tf, forward(tf, network, weights, batch).outputs)
    const valueAt = async (values: Float32Array) => {
      const outputs = tf.tidy(() => outputsAt(tf.tensor1d(values)))
      const { loss } = await lossOf(outputs)
      outputs.dispose()
      return loss
    }
    const run = record(tf, tf.tensor1d(start), outputsAt)
    const gradient = await run.backward(tf.tensor1d((await lossOf(run.output)).gradient)).data<'float32'>()
    // Along one random direction in every tensor of weights. A long step may cross a kink of relu or bend, a short one
    // drowns in float32: a true derivative agrees with one of them, a wrong one with none.
    let at = 0
    for (const part of partsOf(network)) {
      const direction = normal(start.length).map((value, i) => (i >= at && i < at + countOf(part) ? value : 0))
      at += countOf(part)
      const moved = (by: number) => start.map((value, i) => value + by * direction[i])
      const slope = gradient.reduce((sum, value, i) => sum + value * direction[i], 0)
      const errors: number[] = []
      for (const step of [4e-3, 1e-3, 2.5e-4]) {
        const difference = ((await valueAt(moved(step))) - (await valueAt(moved(-step)))) / (2 * step)
        errors.push(Math.abs(difference - slope) / (0.1 + Math.abs(difference)))
      }
      expect(Math.min(...errors), part.map((spec) => spec.name).join(', ')).toBeLessThan(0.02)
    }
  })

  test('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors
    const weights = tf.tensor1d(initialise(network.parameters, 1))
    const dropout = { rate: 0.5, random: createRandom(1) }
    const compute = (given: Vector) =>
      joinOutputs(tf, forward(tf, network, given, batchOf(3, 0, 0), { dropout }).outputs)
    const run = record(tf, weights, compute)
    const unused = record(tf, weights, compute)
    await run.output.data()
    const byOutput = tf.onesLike(run.output)
    tf.dispose([run.backward(byOutput), byOutput, run.output])
    unused.dispose()
    tf.dispose([unused.output, weights])
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('parameters', () => {
  test('are drawn from the seed alone', () => {
    expect(initialise(network.parameters, 4)).toEqual(initialise(network.parameters, 4))
    expect(initialise(network.parameters, 4)).not.toEqual(initialise(network.parameters, 5))
  })

  test('are stored and read back by name', async () => {
    const flat = initialise(network.parameters, 2)
    expect(fromStored(network.parameters, toStored(network.parameters, flat).reverse())).toEqual(flat)
    const named = unflatten(tf, network.parameters, tf.tensor1d(flat))
    for (const { name, values } of toStored(network.parameters, flat)) expect(await named[name].data()).toEqual(values)
  })

  test('of another network are refused', () => {
    const other = createNetwork({ ...shape, towerWidth: 9 }, inputs, [...tasks])
    const stored = toStored(network.parameters, initialise(network.parameters, 2))
    expect(() => fromStored(other.parameters, stored)).toThrow('expected weight behaviour.hidden.weight')
  })

  test('decay where they are matrices', () => {
    const mask = decayMask(network.parameters)
    const matrices = network.parameters.filter((spec) => spec.shape.length > 1)
    expect(mask.reduce((sum, value) => sum + value, 0)).toBe(countOf(matrices))
  })
})

test('layer norm gives rows of mean 0 and variance 1, with the derivative it says', async () => {
  const width = 5
  const parameters = { 'n.gain': tf.tensor1d(normal(width)), 'n.shift': tf.tensor1d(normal(width)) }
  const plain = { 'n.gain': tf.ones([width]), 'n.shift': tf.zeros([width]) }
  const x = normal(3 * width)
  const pass = { tf, parameters: plain, dropout: null }
  const rows = await layerNorm(pass, 'n', tf.tensor2d(x, [3, width])).data<'float32'>()
  for (let row = 0; row < 3; row++) {
    const values = rows.subarray(row * width, (row + 1) * width)
    const mean = values.reduce((sum, value) => sum + value, 0) / width
    expect(mean).toBeCloseTo(0, 5)
    expect(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width).toBeCloseTo(1, 3)
  }
  const mix = tf.tensor2d(normal(3 * width), [3, width])
  const mixed = (input: Tensor) =>
    tf.sum(tf.mul(mix, layerNorm({ tf, parameters, dropout: null }, 'n', tf.reshape(input, [3, width]))))
  const gradient = await tf.grad(mixed)(tf.tensor1d(x)).data()
  for (let i = 0; i < x.length; i++) {
    const at = async (by: number) => (await mixed(tf.tensor1d(x.with(i, x[i] + by))).data())[0]
    expect(Math.abs(((await at(0.01)) - (await at(-0.01))) / 0.02 - gradient[i])).toBeLessThan(0.01)
  }
})

test('dropout keeps the share it should, scales it to the same mean, and repeats with its seed', () => {
  const mask = dropoutMask(200_000, 0.3, createRandom(1))
  const kept = mask.filter((value) => value > 0).length / mask.length
  expect(kept).toBeCloseTo(0.7, 2)
  expect(mask.reduce((sum, value) => sum + value, 0) / mask.length).toBeCloseTo(1, 2)
  expect(dropoutMask(64, 0.3, createRandom(9))).toEqual(dropoutMask(64, 0.3, createRandom(9)))
})
