import { createRequire } from 'node:module'
import path from 'node:path'
import util from 'node:util'
import { registerGradients } from './gradients.ts'
import { offerAdam } from './fusedAdam.ts'
import { createNodeAdam } from './nodeAdam.ts'
import { nodeBackend } from './nodeBackend.ts'
import { mendNodeKernels } from './nodeKernels.ts'
import type { Tf } from './types.ts'

export interface StartedNode {
  tf: Tf
  gpu: boolean
  device: string
}

const engine = '@tensorflow/tfjs-node-gpu'

/**
 * The TensorFlow C library through tfjs-node-gpu: an optional dependency, or installed in the folder that
 * ASSAY_TENSORFLOW names. Throws whatever keeps it from loading.
 */
export async function startNode(): Promise<StartedNode> {
  // tfjs-node 4.22 still calls a function that Node 23 removed.
  const legacy = util as { isNullOrUndefined?: (value: unknown) => boolean }
  legacy.isNullOrUndefined ??= (value) => value == null
  // Else the library takes all of a GPU's memory at once, and leaves none to a second trainer or to the screen.
  process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true'
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'
  const require = createRequire(enginePath())
  require(engine) // registers its backend with the tfjs-core that it brings
  const tf = require('@tensorflow/tfjs-core') as Tf
  if (!(await tf.setBackend('tensorflow'))) throw new Error('the TensorFlow backend did not start')
  registerGradients(tf)
  mendNodeKernels(tf)
  const { isUsingGpuDevice: gpu, binding } = nodeBackend(tf)
  // Its way to the library and back is what a step on a CPU mostly costs; on a GPU it would wait for each gradient's norm.
  if (!gpu) offerAdam(tf, (start, decays) => createNodeAdam(tf, start, decays))
  return { tf, gpu, device: `TensorFlow ${binding.TF_Version}, ${gpu ? 'CUDA' : 'CPU'}` }
}

/** A file from which the engine and its own tfjs-core can be required. */
export function enginePath(): string {
  const folder = process.env.ASSAY_TENSORFLOW
  const from = createRequire(folder ? path.join(folder, 'package.json') : import.meta.url)
  return from.resolve(engine)
}
