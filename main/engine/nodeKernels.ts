import type { KernelConfig, KernelFunc, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core'
import type { Tf } from './types.ts'

/** The part of tfjs-node's backend that runs TensorFlow's own operations. */
interface Operations {
  binding: { TF_ATTR_BOOL: number; TF_ATTR_TYPE: number; TF_FLOAT: number }
  executeSingleOutput(name: string, attributes: object[], inputs: TensorInfo[]): TensorInfo
  disposeData(dataId: object): void
}

type KernelArguments = Parameters<KernelFunc>[0]

/**
 * TensorFlow's own operations where tfjs-node takes several of its own in their place: each one costs the way to the
 * library and back.
 */
export function mendNodeKernels(tf: Tf): void {
  const original: KernelConfig = tf.getKernel('_FusedMatMul', 'tensorflow')
  tf.unregisterKernel('_FusedMatMul', 'tensorflow')
  tf.registerKernel({
    ...original,
    kernelFunc(args) {
      const { a, b, bias } = args.inputs as Record<'a' | 'b' | 'bias', TensorInfo>
      const { activation = 'linear' } = args.attrs as NamedAttrMap
      const isPlain = bias?.shape.length === 1 && a.shape.length === 2 && b.shape.length === 2
      if (!isPlain || (activation !== 'linear' && activation !== 'relu')) return original.kernelFunc(args)
      return fused(args, activation === 'relu')
    },
  })
  tf.registerKernel({
    kernelName: 'ReluGrad',
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, backend }) => {
      const { dy, y } = inputs as Record<'dy' | 'y', TensorInfo>
      const operations = backend as Operations
      return operations.executeSingleOutput('ReluGrad', [ofFloats(operations)], [dy, y])
    },
  })
}

const ofFloats = ({ binding }: Operations) => ({ name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT })

/** a · b + bias, and cut off at zero. */
function fused({ inputs, backend, attrs }: KernelArguments, relu: boolean): TensorInfo {
  const operations = backend as Operations
  const { a, b, bias } = inputs as Record<'a' | 'b' | 'bias', TensorInfo>
  const { transposeA, transposeB } = attrs as NamedAttrMap
  const flag = (name: string, value: unknown) => ({
    name,
    type: operations.binding.TF_ATTR_BOOL,
    value: value === true,
  })
  const floats = ofFloats(operations)
  const turns = [floats, flag('transpose_a', transposeA), flag('transpose_b', transposeB)]
  const product = operations.executeSingleOutput('MatMul', turns, [a, b])
  const sum = operations.executeSingleOutput('BiasAdd', [floats], [product, bias])
  operations.disposeData(product.dataId)
  if (!relu) return sum
  const cut = operations.executeSingleOutput('Relu', [floats], [sum])
  operations.disposeData(sum.dataId)
  return cut
}
