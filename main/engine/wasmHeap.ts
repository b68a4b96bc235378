import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelConfig, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import type { Memory } from './assembler.ts'
import type { Tf } from './types.ts'

export type KernelArguments = Parameters<KernelFunc>[0]

/** One answer of a kernel that has just one. */
export const single = (result: TensorInfo | TensorInfo[]): TensorInfo => (Array.isArray(result) ? result[0] : result)

/** The heap, which emscripten's module keeps among what its instance exports. */
export const memoryOf = (backend: BackendWasm): Memory =>
  (backend.wasm as object as { asm: { memory: Memory } }).asm.memory

export const addressOf = (backend: BackendWasm, { dataId }: TensorInfo): number =>
  backend.dataIdMap.get(dataId).memoryOffset

/** The kernel's set-up, which has already run, is kept; what it computes with is exchanged. */
export function replaceKernel(tf: Tf, name: string, kernelFunc: KernelFunc): void {
  const config: KernelConfig = tf.getKernel(name, 'wasm')
  tf.unregisterKernel(name, 'wasm')
  tf.registerKernel({ ...config, kernelFunc })
}
