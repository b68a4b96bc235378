import { createRandom } from '../../base/random.ts'
import type { Tensor, Tf, Vector } from '../../engine/types.ts'
import type { StoredTensor } from '../types.ts'

/**
 * One named weight. `he` draws normals of variance 2 / inputs (He et al. 2015), `glorot` 2 / (inputs + outputs),
 * `embedding` small ones, so that what is rarely seen says little.
 */
export interface ParameterSpec {
  name: string
  shape: number[]
  start: 'he' | 'glorot' | 'embedding' | 'zeros' | 'ones'
}

/** A network's weights by name, as tensors of one engine. */
export type Parameters = Record<string, Tensor>

const embeddingDeviation = 0.05

const sizeOf = (spec: ParameterSpec): number => spec.shape.reduce((product, length) => product * length, 1)

export const countOf = (specs: ParameterSpec[]): number => specs.reduce((sum, spec) => sum + sizeOf(spec), 0)

/** All weights one after the other, drawn from the seed. Learning moves this one vector. */
export function initialise(specs: ParameterSpec[], seed: number): Float32Array {
  const random = createRandom(seed)
  const values = new Float32Array(countOf(specs))
  let at = 0
  for (const spec of specs) {
    const [inputs, outputs] = spec.shape
    const spread = Math.sqrt(2 / (spec.start === 'he' ? inputs : inputs + outputs))
    const deviation = spec.start === 'embedding' ? embeddingDeviation : spread
    for (let i = sizeOf(spec); i > 0; i--, at++) {
      if (spec.start === 'ones') values[at] = 1
      else if (spec.start !== 'zeros') values[at] = deviation * random.normal()
    }
  }
  return values
}

/** 1 where weight decay applies: to matrices, not to biases and gains. */
export const decayMask = (specs: ParameterSpec[]): Float32Array => maskOf(specs, ({ shape }) => shape.length > 1)

/** 1 for the weights of the parameters chosen, else 0. */
export function maskOf(specs: ParameterSpec[], isChosen: (spec: ParameterSpec) => boolean): Float32Array {
  const mask = new Float32Array(countOf(specs))
  let at = 0
  for (const spec of specs) {
    mask.fill(isChosen(spec) ? 1 : 0, at, at + sizeOf(spec))
    at += sizeOf(spec)
  }
  return mask
}

/** The vector cut into named tensors; differentiable. */
export function unflatten(tf: Tf, specs: ParameterSpec[], flat: Vector): Parameters {
  const pieces = tf.split(flat, specs.map(sizeOf))
  const shaped = (piece: Tensor, shape: number[]) => (shape.length === 1 ? piece : tf.reshape(piece, shape))
  return Object.fromEntries(specs.map((spec, index) => [spec.name, shaped(pieces[index], spec.shape)]))
}

export function toStored(specs: ParameterSpec[], flat: Float32Array): StoredTensor[] {
  let at = 0
  return specs.map((spec) => {
    const values = flat.slice(at, at + sizeOf(spec))
    at += sizeOf(spec)
    return { name: spec.name, shape: spec.shape, values }
  })
}

/** The vector of a stored network. Throws when the tensors are not those of the specs, by name and shape. */
export function fromStored(specs: ParameterSpec[], stored: StoredTensor[]): Float32Array {
  const byName = new Map(stored.map((tensor) => [tensor.name, tensor]))
  const flat = new Float32Array(countOf(specs))
  let at = 0
  for (const spec of specs) {
    const tensor = byName.get(spec.name)
    if (!tensor || tensor.shape.join() !== spec.shape.join()) {
      throw new Error(`expected weight ${spec.name} [${spec.shape}], found ${tensor ? `[${tensor.shape}]` : 'none'}`)
    }
    flat.set(tensor.values, at)
    at += sizeOf(spec)
  }
  return flat
}
