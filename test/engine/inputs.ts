import { createRandom } from '../../main/base/random.ts'
import type { Tensor, Tf } from '../../main/engine/types.ts'
import type { Operation } from './operations.ts'
import { sizeOf, type Dense } from './reference.ts'

/** Between 0.2 and 1.8, exact in float32, so that engine and reference start from the same numbers. */
export function drawInputs({ shapes }: Pick<Operation, 'shapes'>): { inputs: Dense[]; toTensors(tf: Tf): Tensor[] } {
  const random = createRandom(7)
  const inputs = shapes.map((shape) => ({
    shape,
    values: Float64Array.from({ length: sizeOf(shape) }, () => Math.fround(0.2 + 1.6 * random.uniform())),
  }))
  return {
    inputs,
    toTensors: (tf) => inputs.map(({ shape, values }) => tf.tensor(Float32Array.from(values), shape, 'float32')),
  }
}
