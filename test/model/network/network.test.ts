import { beforeAll, describe, expect, test } from 'vitest'
import { createRandom } from '../../../main/base/random.ts'
import { startEngineUnderTest } from '../../engine/engineUnderTest.ts'
import type { Tensor, Tf, Vector } from '../../../main/engine/types.ts'
import { dropoutMask, layerNorm } from '../../../main/model/network/layers.ts'
import { createNetwork, forward, type Batch } from '../../../main/model/network/network.ts'
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
const shape = { towerWidth: 8, fusionWidth: 6 }
const widths = { behaviour: 4, product: 3, social: 0 }
const tasks = ['ltv', 'repurchase', 'potential', 'loyalty'] as const
const network = createNetwork(shape, widths, [...tasks])
const weightsOne = { ltv: 1, repurchase: 1, potential: 1, loyalty: 1 }
const units = { ltv: 1, units: 1 }

const batchOf = (user: number, product: number, pair: number): Batch => ({
  rows: { user, product, pair },
  inputs: {
    behaviour: normal((user + product + pair) * 4),
    product: normal((user + product + pair) * 3),
    social: new Float32Array(0),
  },
})

describe('the network', () => {
  test('gives every task the rows of its entity, and leaves out tasks without rows', () => {
    tf.tidy(() => {
      const weights = tf.tensor1d(initialise(network.parameters, 1))
      const outputs = forward(tf, network, weights, batchOf(5, 0, 2), null)
      expect(outputs.ltv?.shape).toEqual([5, 3])
      expect(outputs.repurchase?.shape).toEqual([5, 1])
      expect(outputs.potential).toBeUndefined()
      expect(outputs.loyalty?.shape).toEqual([2, 2])
    })
  })

  test('predicts a row alone as it does among others', async () => {
    const weights = tf.tensor1d(initialise(network.parameters, 1))
    const together = batchOf(3, 2, 2)
    const last: Batch = {
      rows: { user: 0, product: 0, pair: 1 },
      inputs: {
        behaviour: together.inputs.behaviour.slice(-4),
        product: together.inputs.product.slice(-3),
        social: new Float32Array(0),
      },
    }
    const outputsOf = async (batch: Batch) => {
      const joined = tf.tidy(() => joinOutputs(tf, forward(tf, network, weights, batch, null)))
      return cutOutputs(network, batch.rows, await joined.data<'float32'>())
    }
    const [all, alone] = [(await outputsOf(together)).loyalty, (await outputsOf(last)).loyalty]
    expect(alone).toHaveLength(2)
    expect(alone?.[0]).toBeCloseTo(all?.[2] ?? NaN, 5)
    expect(alone?.[1]).toBeCloseTo(all?.[3] ?? NaN, 5)
  })

  test('has the derivative of its whole loss by every tensor of weights, by finite differences', async () => {
    const batch = batchOf(4, 3, 3)
    const labels = {
      ltv: Float64Array.of(0, 2, 0.5, NaN),
      repurchase: Float64Array.of(0, 1, 1, 0),
      units: Float64Array.of(1, 0, 4),
      growth: Float64Array.of(0.2, -3, NaN),
      bought: Float64Array.of(1, 0, 1),
      share: Float64Array.of(0.3, NaN, 1),
    }
    const start = initialise(network.parameters, 3)
    const lossOf = async (joined: Tensor) =>
      objective(cutOutputs(network, batch.rows, await joined.data<'float32'>()), labels, units, weightsOne)
    const outputsAt = (weights: Vector) => joinOutputs(tf, forward(tf, network, weights, batch, null))
    const valueAt = async (values: Float32Array) => {
      const outputs = tf.tidy(() => outputsAt(tf.tensor1d(values)))
      const { loss } = await lossOf(outputs)
      outputs.dispose()
      return loss
    }
    const run = record(tf, tf.tensor1d(start), outputsAt)
    const gradient = await run.backward(tf.tensor1d((await lossOf(run.output)).gradient)).data<'float32'>()
    // Along one random direction in every tensor of weights: a step that float32 can follow, between kinks of relu.
    const step = 2e-3
    let at = 0
    for (const spec of network.parameters) {
      const direction = normal(start.length).map((value, i) => (i >= at && i < at + countOf([spec]) ? value : 0))
      at += countOf([spec])
      const moved = (by: number) => start.map((value, i) => value + by * direction[i])
      const difference = ((await valueAt(moved(step))) - (await valueAt(moved(-step)))) / (2 * step)
      const slope = gradient.reduce((sum, value, i) => sum + value * direction[i], 0)
      expect(Math.abs(difference - slope), spec.name).toBeLessThan(0.02 * (0.1 + Math.abs(difference)))
    }
  })

  test('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors
    const weights = tf.tensor1d(initialise(network.parameters, 1))
    const dropout = { rate: 0.5, random: createRandom(1) }
    const compute = (given: Vector) => joinOutputs(tf, forward(tf, network, given, batchOf(3, 0, 0), dropout))
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
    const other = createNetwork({ ...shape, towerWidth: 9 }, widths, [...tasks])
    const stored = toStored(network.parameters, initialise(network.parameters, 2))
    expect(() => fromStored(other.parameters, stored)).toThrow('behaviour.hidden.weight')
  })

  test('decay where they are matrices', () => {
    const mask = decayMask(network.parameters)
    const matrices = network.parameters.filter((spec) => spec.name.endsWith('.weight'))
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
