import { createRequire } from 'node:module'
import util from 'node:util'
import { registerGradients } from './gradients.ts'
import type { Tf } from './types.ts'

/** What tfjs-node's backend tells beside computing. */
interface NodeBackend {
  isUsingGpuDevice: boolean
}

export interface StartedNode {
  tf: Tf
  gpu: boolean
  device: string
}

/** The TensorFlow C library through tfjs-node-gpu, an optional dependency. Throws whatever keeps it from loading. */
export async function startNode(): Promise<StartedNode> {
  // tfjs-node 4.22 still calls a function that Node 23 removed.
  const legacy = util as { isNullOrUndefined?: (value: unknown) => boolean }
  legacy.isNullOrUndefined ??= (value) => value == null
  const require = createRequire(import.meta.url)
  require('@tensorflow/tfjs-node-gpu') // registers its backend
  const tf = require('@tensorflow/tfjs-core') as Tf
  if (!(await tf.setBackend('tensorflow'))) throw new Error('the TensorFlow backend did not start')
  registerGradients(tf)
  const gpu = (tf.backend() as object as NodeBackend).isUsingGpuDevice
  return { tf, gpu, device: gpu ? 'TensorFlow, CUDA' : 'TensorFlow, CPU' }
}
