import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelConfig, KernelFunc, NamedAttrMap, Tensor, TensorInfo } from '@tensorflow/tfjs-core'
import type { Memory } from './assembler.ts'
import type { Tf } from './types.ts'
import { createProduct, type Product } from './wasmProduct.ts'

type KernelArguments = Parameters<KernelFunc>[0]

/** One answer of a kernel that has just one. */
const single = (result: TensorInfo | TensorInfo[]): TensorInfo => (Array.isArray(result) ? result[0] : result)

/**
 * Adds the kernel that the wasm backend lacks and mends the slow ones that training leans on. Measured on one core of
 * x86-64: a product with a transposed operand is 10 times slower than transposing first, a sum over rows 8 times slower
 * than a product with a row of ones; a slice copies its whole source and a gather makes a closure per index.
 */
export function mendWasmKernels(tf: Tf): void {
  const original = { product: tf.getKernel('BatchMatMul', 'wasm'), sum: tf.getKernel('Sum', 'wasm').kernelFunc }
  const transpose = tf.getKernel('Transpose', 'wasm').kernelFunc
  const product = createProduct(memoryOf(tf.backend() as BackendWasm))

  replace(tf, 'BatchMatMul', (args) => {
    const [a, b] = [args.inputs.a as TensorInfo, args.inputs.b as TensorInfo]
    const isBroadcast = a.shape.slice(0, -2).join() !== b.shape.slice(0, -2).join()
    return isBroadcast ? original.product.kernelFunc(args) : multiplyHere(product, transpose, args)
  })
  replace(tf, '_FusedMatMul', (args) => multiplyHere(product, transpose, args))
  replace(tf, 'Sum', (args) => sumRowsByProduct(original.sum, product, args))
  replaceSlices(tf)
  replaceRowGather(tf)
  tf.registerKernel({ kernelName: 'UnsortedSegmentSum', backendName: 'wasm', kernelFunc: unsortedSegmentSum })
}

/** The heap, which emscripten's module keeps among what its instance exports. */
const memoryOf = (backend: BackendWasm): Memory => (backend.wasm as object as { asm: { memory: Memory } }).asm.memory

const addressOf = (backend: BackendWasm, { dataId }: TensorInfo): number => backend.dataIdMap.get(dataId).memoryOffset

/** Keeps the kernel's set-up, which has already run, and exchanges what it computes with. */
function replace(tf: Tf, name: string, kernelFunc: KernelFunc): void {
  const config: KernelConfig = tf.getKernel(name, 'wasm')
  tf.unregisterKernel(name, 'wasm')
  tf.registerKernel({ ...config, kernelFunc })
}

/** Products of the matrices in the last two axes, with a bias added and cut off at zero where a fused one asks for it. */
function multiplyHere(product: Product, transpose: KernelFunc, args: KernelArguments): TensorInfo {
  const backend = args.backend as BackendWasm
  const { a, b: given, bias } = args.inputs as Record<'a' | 'b' | 'bias', TensorInfo>
  const { transposeA, transposeB, activation = 'linear' } = args.attrs as NamedAttrMap
  if (activation !== 'linear' && activation !== 'relu') throw new Error(`no fused product with ${String(activation)}`)
  const swap = given.shape.map((_, axis) => (axis < given.shape.length - 2 ? axis : 2 * given.shape.length - 3 - axis))
  const b = transposeB ? single(transpose({ inputs: { x: given }, backend, attrs: { perm: swap } })) : given
  const [aRows, aColumns] = a.shape.slice(-2)
  const [rows, inner] = transposeA ? [aColumns, aRows] : [aRows, aColumns]
  const columns = b.shape[b.shape.length - 1]
  const output = backend.makeOutput([...a.shape.slice(0, -2), rows, columns], 'float32')
  fillWith(backend, output, bias, inner)
  const [aAt, bAt, cAt] = [a, b, output].map((tensor) => addressOf(backend, tensor))
  const matrices = rows * columns * inner === 0 ? 0 : output.shape.slice(0, -2).reduce((count, n) => count * n, 1)
  const stride = transposeA ? { row: 4, column: 4 * rows } : { row: 4 * inner, column: 4 }
  const options = { adds: bias !== undefined, relu: activation === 'relu' }
  for (let i = 0; i < matrices; i++) {
    product(
      { address: aAt + 4 * i * rows * inner, ...stride },
      { address: bAt + 4 * i * inner * columns, row: 4 * columns },
      { address: cAt + 4 * i * rows * columns, row: 4 * columns },
      { rows, columns, inner },
      options,
    )
  }
  if (b !== given) backend.disposeData(b.dataId)
  return output
}

/** The bias in every row, for products to be added to; zeros where nothing is going to be written. */
function fillWith(backend: BackendWasm, output: TensorInfo, bias: TensorInfo | undefined, inner: number): void {
  const values = backend.typedArrayFromHeap(output)
  if (!bias) {
    if (inner === 0) values.fill(0)
    return
  }
  const row = backend.typedArrayFromHeap(bias)
  // Doubling what is filled: one copy a row costs more than the rows themselves.
  values.set(row.subarray(0, Math.min(row.length, values.length)))
  for (let filled = row.length; filled < values.length; filled *= 2) values.copyWithin(filled, 0, filled)
}

function sumRowsByProduct(sum: KernelFunc, product: Product, args: KernelArguments): TensorInfo {
  const x = args.inputs.x as TensorInfo
  const axes = [args.attrs?.axis].flat()
  const overRows = x.shape.length === 2 && axes.length === 1 && (axes[0] === 0 || axes[0] === -2)
  if (!overRows || x.dtype !== 'float32') return single(sum(args))
  const backend = args.backend as BackendWasm
  const [rows, columns] = x.shape
  const output = backend.makeOutput(args.attrs?.keepDims === true ? [1, columns] : [columns], 'float32')
  if (rows * columns === 0) {
    backend.typedArrayFromHeap(output).fill(0)
    return output
  }
  // The one number that the row of ones consists of, seen again and again.
  const one = backend.makeOutput([1], 'float32')
  backend.typedArrayFromHeap(one).fill(1)
  product(
    { address: addressOf(backend, one), row: 0, column: 0 },
    { address: addressOf(backend, x), row: 4 * columns },
    { address: addressOf(backend, output), row: 4 * columns },
    { rows: 1, columns, inner: rows },
    { adds: false, relu: false },
  )
  backend.disposeData(one.dataId)
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
    const { numOrSizeSplits, axis } = args.attrs as { numOrSizeSplits: number | number[]; axis: number }
    const along = tf.util.parseAxisParam(axis, x.shape)[0]
    if (!simple(x) && along > 0) return original.split(args)
    // Cut along the first of many axes, the others together are a row.
    const flat = x.shape.length > 2 ? { ...x, shape: [x.shape[0], tf.util.sizeFromShape(x.shape.slice(1))] } : x
    const starts = flat.shape.map(() => 0)
    return tf.backend_util.prepareSplitSize(x as Tensor, numOrSizeSplits, along).map((length) => {
      const piece = cut(args.backend as BackendWasm, flat, starts, flat.shape.with(along, length))
      piece.shape = x.shape.with(along, length)
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
