import type { KernelConfig, KernelFunc, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core'
import { keepConstants, nodeBackend, type NodeBackend } from './nodeBackend.ts'
import type { Tf } from './types.ts'

type KernelArguments = Parameters<KernelFunc>[0]

/**
 * TensorFlow's own operations where tfjs-node takes several of its own in their place, or looks at every number in
 * JavaScript: each one costs the way to the library and back.
 */
export function mendNodeKernels(tf: Tf): void {
  keepConstants(nodeBackend(tf))
  replace(tf, '_FusedMatMul', fuse)
  replace(tf, 'BatchMatMul', multiplyTwo)
  replace(tf, 'Mean', (args) => {
    const { x } = args.inputs as Record<'x', TensorInfo>
    if (x.dtype !== 'float32') return null
    const { axis, keepDims } = args.attrs as NamedAttrMap
    const operations = args.backend as NodeBackend
    const axes = tf.util.parseAxisParam(axis as number | number[], x.shape)
    return withConstant(tf, axes, (at) =>
      operations.executeSingleOutput('Mean', operations.createReductionOpAttrs(x, keepDims === true), [x, at]),
    )
  })
  replace(tf, 'GatherV2', (args) => gather(tf, args))
  tf.registerKernel({
    kernelName: 'ReluGrad',
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, backend }) => {
      const { dy, y } = inputs as Record<'dy' | 'y', TensorInfo>
      const operations = backend as NodeBackend
      return operations.executeSingleOutput('ReluGrad', [ofFloats(operations)], [dy, y])
    },
  })
}

/** Exchanges a kernel by one that gives null where it leaves the work to the original. */
function replace(tf: Tf, name: string, run: (args: KernelArguments) => TensorInfo | null): void {
  const original: KernelConfig = tf.getKernel(name, 'tensorflow')
  tf.unregisterKernel(name, 'tensorflow')
  tf.registerKernel({ ...original, kernelFunc: (args) => run(args) ?? original.kernelFunc(args) })
}

/** A vector or number of int32 for as long as an operation takes. */
function withConstant(tf: Tf, value: number | number[], run: (constant: TensorInfo) => TensorInfo): TensorInfo {
  const constant = tf.tensor(value, undefined, 'int32')
  const output = run(constant)
  constant.dispose()
  return output
}

const ofFloats = ({ binding }: NodeBackend) => ({ name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT })

const flag = ({ binding }: NodeBackend, name: string, value: unknown) => ({
  name,
  type: binding.TF_ATTR_BOOL,
  value: value === true,
})

/** a · b of two matrices. */
function multiplyTwo({ inputs, backend, attrs }: KernelArguments): TensorInfo | null {
  const operations = backend as NodeBackend
  const { a, b } = inputs as Record<'a' | 'b', TensorInfo>
  if (a.shape.length !== 2 || b.shape.length !== 2 || a.dtype !== 'float32') return null
  const { transposeA, transposeB } = attrs as NamedAttrMap
  const turns = [flag(operations, 'transpose_a', transposeA), flag(operations, 'transpose_b', transposeB)]
  return operations.executeSingleOutput('MatMul', [ofFloats(operations), ...turns], [a, b])
}

/** a · b + bias, and cut off at zero. */
function fuse(args: KernelArguments): TensorInfo | null {
  const { bias } = args.inputs as Record<'bias', TensorInfo | undefined>
  const { activation = 'linear' } = args.attrs as NamedAttrMap
  if (bias?.shape.length !== 1 || (activation !== 'linear' && activation !== 'relu')) return null
  const product = multiplyTwo(args)
  if (!product) return null
  const operations = args.backend as NodeBackend
  const floats = ofFloats(operations)
  const sum = operations.executeSingleOutput('BiasAdd', [floats], [product, bias])
  operations.disposeData(product.dataId)
  if (activation === 'linear') return sum
  const cut = operations.executeSingleOutput('Relu', [floats], [sum])
  operations.disposeData(sum.dataId)
  return cut
}

/** Rows along the first axis. A GPU would answer a row that is not there with zeros, so that rows are looked at here. */
function gather(tf: Tf, { inputs, backend, attrs }: KernelArguments): TensorInfo | null {
  const operations = backend as NodeBackend
  const { x, indices } = inputs as Record<'x' | 'indices', TensorInfo>
  const { axis, batchDims = 0 } = attrs as NamedAttrMap
  if (axis !== 0 || batchDims !== 0 || x.dtype !== 'float32' || indices.dtype !== 'int32') return null
  const wanted = operations.readSync(indices.dataId)
  for (let i = 0; i < wanted.length; i++) {
    const row = wanted[i]
    if (!(row >= 0 && row < x.shape[0])) throw new Error(`gather: row ${row} of ${x.shape[0]} rows`)
  }
  const { binding } = operations
  const ofType = (name: string, value: number) => ({ name, type: binding.TF_ATTR_TYPE, value })
  const attributes = [
    { name: 'batch_dims', type: binding.TF_ATTR_INT, value: 0 },
    ofType('Tparams', binding.TF_FLOAT),
    ofType('Tindices', binding.TF_INT32),
    ofType('Taxis', binding.TF_INT32),
  ]
  return withConstant(tf, 0, (first) => operations.executeSingleOutput('GatherV2', attributes, [x, indices, first]))
}
