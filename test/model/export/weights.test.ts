import { expect, test } from 'vitest'
import { createRandom } from '../../../main/base/random.ts'
import { shortest } from '../../../main/model/export/members.ts'
import { cutShards, quantise, roundTrip, writeWeights } from '../../../main/model/export/weights.ts'
import type { StoredTensor } from '../../../main/model/types.ts'
import { startEngineUnderTest } from '../../engine/engineUnderTest.ts'

const random = createRandom(5)
const normals = (size: number) => Float32Array.from({ length: size }, () => random.normal())
const tensors: StoredTensor[] = [
  { name: 'a.weight', shape: [7, 5], values: normals(35) },
  { name: 'a.bias', shape: [5], values: normals(5) },
  { name: 'constant', shape: [2, 2], values: new Float32Array(4).fill(0.3) },
]

test('TF.js reads the weights as they were written, in 32 bits and in 8', async () => {
  const { io } = (await startEngineUnderTest()).tf
  for (const bits of [32, 8] as const) {
    const { specs, bytes } = writeWeights([tensors, tensors], bits)
    const decoded = io.decodeWeights(new Uint8Array(bytes).buffer, specs)
    expect(Object.keys(decoded)).toEqual([0, 1].flatMap((i) => tensors.map(({ name }) => `network${i}/${name}`)))
    const expected = bits === 32 ? tensors : roundTrip(tensors)
    for (const { name, shape, values } of expected) {
      expect(decoded[`network1/${name}`].shape).toEqual(shape)
      expect(decoded[`network1/${name}`].dataSync()).toEqual(values)
    }
  }
})

test('8 bits are at most half a step off', () => {
  const values = normals(10_000)
  const { bytes, scale, min } = quantise(values)
  expect([Math.min(...bytes), Math.max(...bytes)]).toEqual([0, 255])
  const errors = values.map((value, i) => Math.abs(bytes[i] * scale + min - value))
  expect(Math.max(...errors)).toBeLessThanOrEqual(scale / 2 + 1e-6)
  expect(roundTrip(tensors)[2].values[0]).toBeCloseTo(0.3, 6)
  // Vectors are left alone.
  expect(roundTrip(tensors)[1]).toBe(tensors[1])
})

test('shards are cut at 4 MiB and hold all bytes in order', () => {
  const bytes = Uint8Array.from({ length: (4 << 20) + 10 }, (_, i) => i % 251)
  const shards = cutShards(bytes)
  expect(shards.map(({ name }) => name)).toEqual(['group1-shard1of2.bin', 'group1-shard2of2.bin'])
  expect(Buffer.concat(shards.map((shard) => shard.bytes)).equals(bytes)).toBe(true)
  expect(cutShards(new Uint8Array(0))).toEqual([])
})

test('the shortest decimals of a float32 give it back', () => {
  for (const value of [0, 0.1, -12.5, 1e-30, 123456792, ...normals(1000)]) {
    const single = Math.fround(value)
    expect(Math.fround(shortest(single))).toBe(single)
  }
  expect(JSON.stringify(shortest(Math.fround(0.1)))).toBe('0.1')
})
