import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Tf } from './types.ts'
import { addressOf, replaceKernel, single, type KernelArguments } from './wasmHeap.ts'
import type { Product } from './wasmProduct.ts'

/** Sums and means over neighbouring axes that are not the last as products with a row of ones, or of shares. */
export function mendWasmReductions(tf: Tf, product: Product): void {
  for (const name of ['Sum', 'Mean']) {
    const original = tf.getKernel(name, 'wasm').kernelFunc
    replaceKernel(tf, name, (args) => {
      const cut = cutOf(tf, args)
      if (cut.size > 0 && (!cut.isOne || cut.inner === 1)) return single(original(args))
      return reduce(args, cut, product, name === 'Sum' ? 1 : 1 / cut.count)
    })
  }
}

/** A tensor seen as [outer, count, inner], of which the middle axis goes. */
interface Cut {
  outer: number
  count: number
  inner: number
  size: number
  /** Whether such a view of it is there: floats, whose axes that go are neighbours. */
  isOne: boolean
  shape: number[]
}

function cutOf(tf: Tf, { inputs, attrs }: KernelArguments): Cut {
  const { shape, dtype } = inputs.x as TensorInfo
  const { sizeFromShape, parseAxisParam } = tf.util
  const axes = parseAxisParam(attrs?.axis as number | number[], shape).sort((a, b) => a - b)
  const [first, last] = [axes[0] ?? 0, axes[axes.length - 1] ?? -1]
  const kept = shape.map((length, axis) => (axes.includes(axis) ? 1 : length))
  return {
    outer: sizeFromShape(shape.slice(0, first)),
    count: sizeFromShape(shape.slice(first, last + 1)),
    inner: sizeFromShape(shape.slice(last + 1)),
    size: sizeFromShape(shape),
    isOne: dtype === 'float32' && last - first + 1 === axes.length,
    shape: attrs?.keepDims === true ? kept : kept.filter((_, axis) => !axes.includes(axis)),
  }
}

function reduce(args: KernelArguments, cut: Cut, product: Product, share: number): TensorInfo {
  const backend = args.backend as BackendWasm
  const { outer, count, inner, shape, size } = cut
  const output = backend.makeOutput(shape, 'float32')
  if (size === 0) {
    backend.typedArrayFromHeap(output).fill(0)
    return output
  }
  // The one number that the row consists of, seen again and again.
  const one = backend.makeOutput([1], 'float32')
  backend.typedArrayFromHeap(one).fill(share)
  const row = { address: addressOf(backend, one), row: 0, column: 0 }
  const [from, to] = [addressOf(backend, args.inputs.x as TensorInfo), addressOf(backend, output)]
  for (let i = 0; i < outer; i++) {
    product(
      row,
      { address: from + 4 * i * count * inner, row: 4 * inner },
      { address: to + 4 * i * inner, row: 4 * inner },
      { rows: 1, columns: inner, inner: count },
      { adds: false, relu: false },
    )
  }
  backend.disposeData(one.dataId)
  return output
}
