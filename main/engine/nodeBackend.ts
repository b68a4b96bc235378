import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Tensor, Tf } from './types.ts'

/** The part of tfjs-node's backend that reaches TensorFlow's own operations. */
export interface NodeBackend {
  isUsingGpuDevice: boolean
  binding: {
    TF_Version: string
    TF_ATTR_BOOL: number
    TF_ATTR_INT: number
    TF_ATTR_TYPE: number
    TF_ATTR_STRING: number
    TF_ATTR_SHAPE: number
    TF_FLOAT: number
    TF_INT32: number
    createTensor(shape: number[], dtype: number, values: ArrayLike<number>): number
    deleteTensor(id: number): void
  }
  tensorMap: { get(dataId: object): { id: number; shape: number[]; dtype: number; values: ArrayLike<number> | null } }
  getInputTensorIds(tensors: object[]): number[]
  /** Tensors are of the scope in which they are made, as those of tfjs's own functions. */
  executeSingleOutput(name: string, attributes: object[], inputs: TensorInfo[]): Tensor
  executeMultipleOutputs(name: string, attributes: object[], inputs: TensorInfo[], outputs: number): Tensor[]
  createReductionOpAttrs(tensor: TensorInfo, keepDims: boolean): object[]
  readSync(dataId: object): ArrayLike<number>
  disposeData(dataId: object): void
}

export const nodeBackend = (tf: Tf): NodeBackend => tf.backend() as object as NodeBackend

/** Numbers up to which a tensor that comes from JavaScript is looked up among the constants. */
const longest = 8
const mostConstants = 1000

/**
 * Keeps the small tensors that come from JavaScript in the library: axes, shapes and factors are the same in every step,
 * and to make and delete one each time takes as long as a small operation.
 */
export function keepConstants(backend: NodeBackend): void {
  const { binding, tensorMap } = backend
  const original = backend.getInputTensorIds.bind(backend)
  const kept = new Map<string, number>()
  const constantOf = (tensor: object): number | null => {
    const { dataId } = tensor as Partial<TensorInfo>
    const info = dataId && tensorMap.get(dataId)
    if (!info?.values || !ArrayBuffer.isView(info.values) || info.values.length > longest) return null
    const { dtype, shape, values } = info
    const key = `${dtype};${shape.join()};${Array.prototype.join.call(values)}`
    const known = kept.get(key)
    if (known !== undefined) return known
    const id = binding.createTensor(shape, dtype, values)
    kept.set(key, id)
    return id
  }
  backend.getInputTensorIds = (tensors) => {
    // Factors that change with every step pile up.
    if (kept.size > mostConstants) {
      for (const id of kept.values()) binding.deleteTensor(id)
      kept.clear()
    }
    return tensors.map((tensor) => constantOf(tensor) ?? original([tensor])[0])
  }
}
