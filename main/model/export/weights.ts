import type { StoredTensor } from '../types.ts'
import type { WeightSpec } from './types.ts'

/** How weights are written: as they are, or matrices in 8 bits. */
export type WeightBits = 32 | 8

/** Weights as TF.js's manifest has them: their description, and their bytes one after the other. */
export interface WrittenWeights {
  specs: WeightSpec[]
  bytes: Uint8Array
}

/** Largest shard, as TF.js cuts its own: browsers cache files of this size. */
const shardBytes = 4 << 20

/** The tensors of several networks, named `network0/…`; vectors are few and stay in float32. */
export function writeWeights(networks: StoredTensor[][], bits: WeightBits): WrittenWeights {
  const specs: WeightSpec[] = []
  const pieces: Uint8Array[] = []
  for (const [index, tensors] of networks.entries()) {
    for (const { name, shape, values } of tensors) {
      const spec: WeightSpec = { name: `network${index}/${name}`, shape, dtype: 'float32' }
      if (bits === 8 && shape.length > 1) {
        const { bytes, scale, min } = quantise(values)
        specs.push({ ...spec, quantization: { dtype: 'uint8', scale, min } })
        pieces.push(bytes)
      } else {
        specs.push(spec)
        pieces.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
      }
    }
  }
  return { specs, bytes: Buffer.concat(pieces) }
}

/**
 * 8 bits a value over the tensor's range (affine quantisation: Jacob et al. 2018, as TF.js's converter does it): the value
 * is byte × scale + min, at most half a scale off, and a rounding of float32.
 */
export function quantise(values: Float32Array): { bytes: Uint8Array; scale: number; min: number } {
  let [min, max] = [Infinity, -Infinity]
  for (const value of values) {
    min = Math.min(min, value)
    max = Math.max(max, value)
  }
  const scale = max > min ? (max - min) / 255 : 1
  return { bytes: Uint8Array.from(values, (value) => Math.round((value - min) / scale)), scale, min }
}

/** The tensors as they come back from 8 bits; what a small model is measured with. */
export const roundTrip = (tensors: StoredTensor[]): StoredTensor[] =>
  tensors.map((tensor) => {
    if (tensor.shape.length < 2) return tensor
    const { bytes, scale, min } = quantise(tensor.values)
    return { ...tensor, values: Float32Array.from(bytes, (byte) => byte * scale + min) }
  })

/** The bytes in pieces of at most 4 MiB, named as TF.js names its shards. */
export function cutShards(bytes: Uint8Array): { name: string; bytes: Uint8Array }[] {
  const count = Math.ceil(bytes.length / shardBytes)
  return Array.from({ length: count }, (_, i) => ({
    name: `group1-shard${i + 1}of${count}.bin`,
    bytes: bytes.subarray(i * shardBytes, (i + 1) * shardBytes),
  }))
}
