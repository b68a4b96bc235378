import type { KernelConfig, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import type { Tf } from './types.ts'

type KernelArguments = Parameters<KernelFunc>[0]

/** Sums over nothing are zero; the backend tries to hand the GPU a buffer of no length. */
export function mendWebgpuKernels(tf: Tf): void {
  const { sizeFromShape, parseAxisParam } = tf.util
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
      return [...a.slice(0, -2), rows, columns]
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
