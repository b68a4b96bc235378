import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelConfig, KernelFunc, NamedAttrMap, Tensor, TensorInfo } from '@tensorflow/tfjs-core'
import type { Tf } from './types.ts'

type KernelArguments = Parameters<KernelFunc>[0]

/** One answer of a kernel that has just one. */
const single = (result: TensorInfo | TensorInfo[]): TensorInfo => (Array.isArray(result) ? result[0] : result)

/** The same data seen in another shape: nothing is copied and nothing needs to be freed. */
const seenAs = (tensor: TensorInfo, shape: number[]): TensorInfo => ({
  dataId: tensor.dataId,
  dtype: tensor.dtype,
  shape,
})

/**
 * Adds the kernel that the wasm backend lacks and mends the slow ones that training leans on. Measured on one core of
 * x86-64: a product with a transposed operand is 10 times slower than transposing first, a sum over rows 8 times slower
 * than a product with a row of ones; a slice copies its whole source and a gather makes a closure per index.
 */
export function mendWasmKernels(tf: Tf): void {
  const kernel = (name: string) => tf.getKernel(name, 'wasm').kernelFunc
  const original = { product: kernel('BatchMatMul'), fused: kernel('_FusedMatMul'), sum: kernel('Sum') }
  const transpose = kernel('Transpose')

  replace(tf, 'BatchMatMul', (args) => multiplyPlainly(original.product, transpose, args))
  replace(tf, '_FusedMatMul', (args) => multiplyPlainly(original.fused, transpose, args))
  replace(tf, 'Sum', (args) => sumRowsByProduct(original.sum, original.product, args))
  replaceSlices(tf)
  replaceRowGather(tf)
  tf.registerKernel({ kernelName: 'UnsortedSegmentSum', backendName: 'wasm', kernelFunc: unsortedSegmentSum })
}

/** Keeps the kernel's set-up, which has already run, and exchanges what it computes with. */
function replace(tf: Tf, name: string, kernelFunc: KernelFunc): void {
  const config: KernelConfig = tf.getKernel(name, 'wasm')
  tf.unregisterKernel(name, 'wasm')
  tf.registerKernel({ ...config, kernelFunc })
}

/** Transposes what is to be transposed, then multiplies on the fast path; matrices are lifted to the rank 3 it needs. */
function multiplyPlainly(product: KernelFunc, transpose: KernelFunc, args: KernelArguments): TensorInfo {
  const backend = args.backend as BackendWasm
  const attrs: NamedAttrMap = { ...args.attrs, transposeA: false, transposeB: false }
  const temporary: TensorInfo[] = []
  const plain = (tensor: TensorInfo, transposed: boolean): TensorInfo => {
    let result = tensor
    if (transposed) {
      const rank = tensor.shape.length
      const perm = tensor.shape.map((_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis))
      result = single(transpose({ inputs: { x: tensor }, backend, attrs: { perm } }))
      temporary.push(result)
    }
    return result.shape.length === 2 ? seenAs(result, [1, ...result.shape]) : result
  }
  const left = args.inputs.a as TensorInfo
  const right = args.inputs.b as TensorInfo
  const a = plain(left, args.attrs?.transposeA === true)
  const b = plain(right, args.attrs?.transposeB === true)
  const output = single(product({ inputs: { ...args.inputs, a, b }, backend, attrs }))
  for (const { dataId } of temporary) backend.disposeData(dataId)
  if (left.shape.length === 2 && right.shape.length === 2) output.shape = output.shape.slice(1)
  return output
}

function sumRowsByProduct(sum: KernelFunc, product: KernelFunc, args: KernelArguments): TensorInfo {
  const x = args.inputs.x as TensorInfo
  const axes = [args.attrs?.axis].flat()
  const overRows = x.shape.length === 2 && axes.length === 1 && (axes[0] === 0 || axes[0] === -2)
  if (!overRows || x.dtype !== 'float32') return single(sum(args))
  const backend = args.backend as BackendWasm
  const [rows, columns] = x.shape
  const shape = args.attrs?.keepDims === true ? [1, columns] : [columns]
  if (rows === 0) {
    // The original leaves whatever was in the memory.
    const zeros = backend.makeOutput(shape, 'float32')
    backend.typedArrayFromHeap(zeros).fill(0)
    return zeros
  }
  const ones = backend.makeOutput([1, 1, rows], 'float32')
  backend.typedArrayFromHeap(ones).fill(1)
  const inputs = { a: ones, b: seenAs(x, [1, rows, columns]) }
  const output = single(product({ inputs, backend, attrs: { transposeA: false, transposeB: false } }))
  backend.disposeData(ones.dataId)
  output.shape = shape
  return output
}

/** Slices and splits vectors and matrices straight out of the heap. */
function replaceSlices(tf: Tf): void {
  const original = { slice: tf.getKernel('Slice', 'wasm').kernelFunc, split: tf.getKernel('SplitV', 'wasm').kernelFunc }
  const simple = (x: TensorInfo) => x.shape.length <= 2 && x.shape.length > 0 && x.dtype !== 'string'

  replace(tf, 'Slice', (args) => {
    const x = args.inputs.x as TensorInfo
    if (!simple(x)) return original.slice(args)
    const { begin, size } = args.attrs as { begin: number | number[]; size: number | number[] }
    const [starts, sizes] = tf.slice_util.parseSliceParams(x as Tensor, begin, size)
    return cut(args.backend as BackendWasm, x, starts, sizes)
  })
  replace(tf, 'SplitV', (args) => {
    const x = args.inputs.x as TensorInfo
    if (!simple(x)) return original.split(args)
    const { numOrSizeSplits, axis } = args.attrs as { numOrSizeSplits: number | number[]; axis: number }
    const along = tf.util.parseAxisParam(axis, x.shape)[0]
    const starts = x.shape.map(() => 0)
    return tf.backend_util.prepareSplitSize(x as Tensor, numOrSizeSplits, along).map((length) => {
      const sizes = x.shape.with(along, length)
      const piece = cut(args.backend as BackendWasm, x, starts, sizes)
      starts[along] += length
      return piece
    })
  })
}

function cut(backend: BackendWasm, x: TensorInfo, starts: number[], sizes: number[]): TensorInfo {
  const output = backend.makeOutput(sizes, x.dtype)
  const width = x.shape.at(-1) ?? 1
  const columns = sizes.at(-1) ?? 1
  const rows = x.shape.length === 2 ? sizes[0] : 1
  const firstRow = x.shape.length === 2 ? starts[0] : 0
  const first = firstRow * width + (starts.at(-1) ?? 0)
  const from = backend.typedArrayFromHeap(x)
  const to = backend.typedArrayFromHeap(output)
  if (columns === width || rows === 1) {
    to.set(from.subarray(first, first + rows * columns))
    return output
  }
  for (let row = 0, target = 0; row < rows; row++) {
    const source = first + row * width
    for (let column = 0; column < columns; column++) to[target++] = from[source + column]
  }
  return output
}

/** Gathers rows of a matrix by a vector of indices straight out of the heap. */
function replaceRowGather(tf: Tf): void {
  const original = tf.getKernel('GatherV2', 'wasm').kernelFunc
  replace(tf, 'GatherV2', (args) => {
    const x = args.inputs.x as TensorInfo
    const indices = args.inputs.indices as TensorInfo
    const simple = x.shape.length === 2 && indices.shape.length === 1 && x.dtype !== 'string'
    if (!simple || args.attrs?.axis !== 0) return original(args)
    const backend = args.backend as BackendWasm
    const [rows, width] = x.shape
    const output = backend.makeOutput([indices.shape[0], width], x.dtype)
    const from = backend.typedArrayFromHeap(x)
    const to = backend.typedArrayFromHeap(output)
    let target = 0
    for (const row of backend.typedArrayFromHeap(indices)) {
      if (!(row >= 0 && row < rows)) throw new Error(`gather: row ${row} of a matrix of ${rows} rows`)
      for (let column = 0; column < width; column++) to[target++] = from[row * width + column]
    }
    return output
  })
}

/** The gradient of a gather: adds row i of x to row segmentIds[i] of the output. */
function unsortedSegmentSum(args: KernelArguments): TensorInfo {
  const backend = args.backend as BackendWasm
  const x = args.inputs.x as TensorInfo
  const segmentIds = args.inputs.segmentIds as TensorInfo
  const { numSegments } = args.attrs as { numSegments: number }
  const inner = x.shape.slice(segmentIds.shape.length)
  const width = inner.reduce((product, length) => product * length, 1)
  const output = backend.makeOutput([numSegments, ...inner], x.dtype)
  const from = backend.typedArrayFromHeap(x)
  const ids = backend.typedArrayFromHeap(segmentIds)
  const to = backend.typedArrayFromHeap(output).fill(0)
  for (let row = 0; row < ids.length; row++) {
    if (ids[row] < 0) continue
    for (let column = 0, target = ids[row] * width; column < width; column++) to[target++] += from[row * width + column]
  }
  return output
}
