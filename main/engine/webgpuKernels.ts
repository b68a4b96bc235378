import type { KernelConfig, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import type { Tf } from './types.ts'

type KernelArguments = Parameters<KernelFunc>[0]

export function mendWebgpuKernels(tf: Tf): void {
  repeatInProducts(tf)
  answerForNothing(tf)
}

/**
 * The backend multiplies many matrices with many or with one, and takes some that repeat along an axis for one: those
 * are laid out before.
 */
function repeatInProducts(tf: Tf): void {
  const config = tf.getKernel('BatchMatMul', 'webgpu')
  const [reshape, tile] = ['Reshape', 'Tile'].map((name) => tf.getKernel(name, 'webgpu').kernelFunc)
  const { sizeFromShape, arraysEqual } = tf.util
  tf.unregisterKernel('BatchMatMul', 'webgpu')
  tf.registerKernel({
    ...config,
    kernelFunc(args) {
      const { backend } = args
      const { a, b } = args.inputs as Record<'a' | 'b', TensorInfo>
      const [manyA, manyB] = [a, b].map(({ shape }) => shape.slice(0, -2))
      const isPlain = arraysEqual(manyA, manyB) || [manyA, manyB].some((many) => sizeFromShape(many) <= 1)
      if (isPlain) return config.kernelFunc(args)
      const many = tf.broadcast_util.assertAndGetBroadcastShape(manyA, manyB)
      const passing: TensorInfo[] = []
      const laidOut = (x: TensorInfo, own: number[]): TensorInfo => {
        const padded = [...many.slice(own.length).map(() => 1), ...own]
        const shape = [...padded, ...x.shape.slice(-2)]
        const reps = [...many.map((length, axis) => length / padded[axis]), 1, 1]
        const view = reshape({ inputs: { x }, backend, attrs: { shape } }) as TensorInfo
        const repeated = tile({ inputs: { x: view }, backend, attrs: { reps } }) as TensorInfo
        passing.push(view, repeated)
        return repeated
      }
      const output = config.kernelFunc({ ...args, inputs: { a: laidOut(a, manyA), b: laidOut(b, manyB) } })
      const { disposeData } = backend as { disposeData(dataId: object): boolean }
      for (const { dataId } of passing) disposeData.call(backend, dataId)
      return output
    },
  })
}

/** Sums over nothing are zero; the backend tries to hand the GPU a buffer of no length. */
function answerForNothing(tf: Tf): void {
  const { sizeFromShape, parseAxisParam } = tf.util
  const { assertAndGetBroadcastShape } = tf.broadcast_util
  const fill = tf.getKernel('Fill', 'webgpu').kernelFunc
  const shapesOfSums: Record<string, (args: KernelArguments) => number[]> = {
    Sum: ({ inputs, attrs }) => {
      const { shape } = inputs.x as TensorInfo
      const axes = parseAxisParam(attrs?.axis as number | number[], shape)
      const kept = shape.map((length, axis) => (axes.includes(axis) ? 1 : length))
      return attrs?.keepDims ? kept : kept.filter((_, axis) => !axes.includes(axis))
    },
    BatchMatMul: ({ inputs, attrs }) => {
      const [a, b] = [(inputs.a as TensorInfo).shape, (inputs.b as TensorInfo).shape]
      const rows = a.at(attrs?.transposeA ? -1 : -2) ?? 1
      const columns = b.at(attrs?.transposeB ? -2 : -1) ?? 1
      return [...assertAndGetBroadcastShape(a.slice(0, -2), b.slice(0, -2)), rows, columns]
    },
    UnsortedSegmentSum: ({ inputs, attrs }) => [
      attrs?.numSegments as number,
      ...(inputs.x as TensorInfo).shape.slice((inputs.segmentIds as TensorInfo).shape.length),
    ],
    PadV2: ({ inputs, attrs }) =>
      (attrs?.paddings as [number, number][]).map(
        ([before, after], axis) => before + (inputs.x as TensorInfo).shape[axis] + after,
      ),
  }
  for (const [name, shapeOf] of Object.entries(shapesOfSums)) {
    const config: KernelConfig = tf.getKernel(name, 'webgpu')
    tf.unregisterKernel(name, 'webgpu')
    tf.registerKernel({
      ...config,
      kernelFunc(args) {
        const isEmpty = Object.values(args.inputs).some((input) => sizeFromShape((input as TensorInfo).shape) === 0)
        if (!isEmpty) return config.kernelFunc(args)
        return fill({ inputs: {}, backend: args.backend, attrs: { shape: shapeOf(args), value: 0, dtype: 'float32' } })
      },
    })
  }
}
