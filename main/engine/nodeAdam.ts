import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Decays, FusedAdam } from './fusedAdam.ts'
import { nodeBackend } from './nodeBackend.ts'
import type { Tensor, Tf, Vector } from './types.ts'

let variables = 0

/**
 * Adam through TensorFlow's own variables: two operations a step, which change them in place, in place of a dozen and as
 * many new vectors.
 */
export function createNodeAdam(tf: Tf, start: Float32Array, decays: Decays): FusedAdam {
  const operations = nodeBackend(tf)
  const { binding } = operations
  const ofType = (name: string) => ({ name, type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT })
  const ofText = (name: string, value: string) => ({ name, type: binding.TF_ATTR_STRING, value })
  const flag = (name: string, value: boolean) => ({ name, type: binding.TF_ATTR_BOOL, value })
  const run = (name: string, attributes: object[], inputs: TensorInfo[]) =>
    void operations.executeMultipleOutputs(name, attributes, inputs, 0)

  function createVariable(values: Float32Array): Tensor {
    const shape = { name: 'shape', type: binding.TF_ATTR_SHAPE, value: [values.length] }
    const names = [ofText('container', ''), ofText('shared_name', `assay${++variables}`)]
    const handle = tf.keep(operations.executeSingleOutput('VarHandleOp', [...names, ofType('dtype'), shape], []))
    assign(handle, tf.tensor1d(values))
    return handle
  }
  function assign(handle: Tensor, value: Vector): void {
    run('AssignVariableOp', [ofType('dtype')], [handle, value])
    value.dispose()
  }

  const [weights, first, second] = [start, new Float32Array(start.length), new Float32Array(start.length)].map(
    createVariable,
  )
  let read: Vector | null = null
  const forget = () => {
    read?.dispose()
    read = null
  }
  const present = (): Vector => {
    read ??= tf.keep(operations.executeSingleOutput('ReadVariableOp', [ofType('dtype')], [weights])) as Vector
    return read
  }
  /** What a gradient is multiplied by. */
  function shareOf(gradient: Vector, largestNorm: number): number {
    if (largestNorm === Infinity) return 1
    const half = operations.executeSingleOutput('L2Loss', [ofType('T')], [gradient])
    const norm = Math.sqrt(2 * half.dataSync()[0])
    half.dispose()
    // Not a number where the training has diverged: that is to be seen in its loss.
    return norm > largestNorm ? largestNorm / norm : 1
  }

  return {
    weights: present,
    step(gradient, left, { rate, epsilon, largestNorm }) {
      if (left) assign(weights, tf.mul(present(), left))
      forget()
      tf.tidy(() => {
        const share = shareOf(gradient, largestNorm)
        const moved = share === 1 ? gradient : tf.mul<Vector>(gradient, share)
        // Powers of zero switch the operation's own correction of the means off, which is in the rate.
        const scalars = [0, 0, rate, decays.first, decays.second, epsilon].map((value) => tf.scalar(value))
        const switches = [flag('use_locking', false), flag('use_nesterov', false)]
        run('ResourceApplyAdam', [ofType('T'), ...switches], [weights, first, second, ...scalars, moved])
      })
    },
    dispose() {
      forget()
      for (const handle of [weights, first, second]) {
        run('DestroyResourceOp', [flag('ignore_lookup_error', true)], [handle])
        handle.dispose()
      }
    },
  }
}
