import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core'
import type { Tf } from './types.ts'
import { replaceKernel, type KernelArguments } from './wasmHeap.ts'

/**
 * What moves numbers without computing: the backend's slice copies its whole source, its gather makes a closure an
 * index, its tile a view a number; the sum by segments it lacks.
 */
export function mendWasmLayout(tf: Tf): void {
  replaceEmptyTranspose(tf)
  replaceSlices(tf)
  replaceRowGather(tf)
  replaceTile(tf)
  replaceConcat(tf)
  tf.registerKernel({ kernelName: 'UnsortedSegmentSum', backendName: 'wasm', kernelFunc: unsortedSegmentSum })
}

/** The backend's divides by an axis of length zero. */
function replaceEmptyTranspose(tf: Tf): void {
  const original = tf.getKernel('Transpose', 'wasm').kernelFunc
  replaceKernel(tf, 'Transpose', (args) => {
    const { shape, dtype } = args.inputs.x as TensorInfo
    if (tf.util.sizeFromShape(shape) > 0) return original(args)
    const { perm } = args.attrs as { perm: number[] }
    return (args.backend as BackendWasm).makeOutput(
      perm.map((axis) => shape[axis]),
      dtype,
    )
  })
}

/** Splits anything, and slices vectors and matrices, straight out of the heap. */
function replaceSlices(tf: Tf): void {
  const original = tf.getKernel('Slice', 'wasm').kernelFunc
  const simple = (x: TensorInfo) => x.shape.length <= 2 && x.shape.length > 0 && x.dtype !== 'string'

  replaceKernel(tf, 'Slice', (args) => {
    const x = args.inputs.x as TensorInfo
    if (!simple(x)) return original(args)
    const { begin, size } = args.attrs as { begin: number | number[]; size: number | number[] }
    const [starts, sizes] = tf.slice_util.parseSliceParams(x as Tensor, begin, size)
    return cut(args.backend as BackendWasm, x, starts, sizes)
  })
  replaceKernel(tf, 'SplitV', (args) => {
    const x = args.inputs.x as TensorInfo
    const { numOrSizeSplits, axis } = args.attrs as { numOrSizeSplits: number | number[]; axis: number }
    const along = tf.util.parseAxisParam(axis, x.shape)[0]
    // Cut along any of many axes, those before it together are the rows and those behind it belong to the columns.
    const [rows, inner] = [x.shape.slice(0, along), x.shape.slice(along + 1)].map(tf.util.sizeFromShape)
    const flat = { ...x, shape: [rows, x.shape[along] * inner] }
    let first = 0
    return tf.backend_util.prepareSplitSize(x as Tensor, numOrSizeSplits, along).map((length) => {
      const piece = cut(args.backend as BackendWasm, flat, [0, first], [rows, length * inner])
      piece.shape = x.shape.with(along, length)
      first += length * inner
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

/** Gathers rows of a matrix straight out of the heap. */
function replaceRowGather(tf: Tf): void {
  const original = tf.getKernel('GatherV2', 'wasm').kernelFunc
  replaceKernel(tf, 'GatherV2', (args) => {
    const x = args.inputs.x as TensorInfo
    const indices = args.inputs.indices as TensorInfo
    const { axis, batchDims = 0 } = args.attrs as { axis: number; batchDims?: number }
    if (x.shape.length !== 2 || x.dtype === 'string' || axis !== 0 || batchDims !== 0) return original(args)
    const backend = args.backend as BackendWasm
    const [rows, width] = x.shape
    const output = backend.makeOutput([...indices.shape, width], x.dtype)
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

/** Repeats by copying, one axis after the other. */
function replaceTile(tf: Tf): void {
  const { sizeFromShape } = tf.util
  const repeat = (backend: BackendWasm, x: TensorInfo, axis: number, times: number): TensorInfo => {
    const output = backend.makeOutput(x.shape.with(axis, x.shape[axis] * times), x.dtype)
    const block = sizeFromShape(x.shape.slice(axis))
    const from = backend.typedArrayFromHeap(x)
    const to = backend.typedArrayFromHeap(output)
    for (let start = 0, target = 0; start < from.length; start += block, target += block * times) {
      if (block === 1) {
        to.fill(from[start], target, target + times)
        continue
      }
      for (let i = 0; i < block; i++) to[target + i] = from[start + i]
      const end = target + block * times
      for (let filled = block; target + filled < end; filled *= 2) {
        to.copyWithin(target + filled, target, Math.min(target + filled, end - filled))
      }
    }
    return output
  }
  replaceKernel(tf, 'Tile', (args) => {
    const backend = args.backend as BackendWasm
    const x = args.inputs.x as TensorInfo
    let output: TensorInfo | null = null
    for (const [axis, times] of (args.attrs as { reps: number[] }).reps.entries()) {
      if (times === 1) continue
      const before = output
      output = repeat(backend, before ?? x, axis, times)
      if (before) backend.disposeData(before.dataId)
    }
    return output ?? repeat(backend, x, 0, 1)
  })
}

/** Lays rows side by side; a view of each row, which the backend makes, costs more than a narrow row itself. */
function replaceConcat(tf: Tf): void {
  const original = tf.getKernel('Concat', 'wasm').kernelFunc
  replaceKernel(tf, 'Concat', (args) => {
    const inputs = Object.values(args.inputs) as TensorInfo[]
    const axis = tf.util.parseAxisParam((args.attrs as { axis: number }).axis, inputs[0].shape)[0]
    const { sizeFromShape } = tf.util
    const rows = sizeFromShape(inputs[0].shape.slice(0, axis))
    const widths = inputs.map(({ shape }) => sizeFromShape(shape.slice(axis)))
    if (rows === 1 || inputs[0].dtype === 'string' || Math.max(...widths) > narrow) return original(args)
    const backend = args.backend as BackendWasm
    const along = inputs.reduce((sum, { shape }) => sum + shape[axis], 0)
    const output = backend.makeOutput(inputs[0].shape.with(axis, along), inputs[0].dtype)
    const to = backend.typedArrayFromHeap(output)
    const width = widths.reduce((sum, own) => sum + own, 0)
    let first = 0
    for (const [index, input] of inputs.entries()) {
      const from = backend.typedArrayFromHeap(input)
      for (let row = 0, source = 0; row < rows; row++) {
        const target = row * width + first
        for (let column = 0; column < widths[index]; column++) to[target + column] = from[source++]
      }
      first += widths[index]
    }
    return output
  })
}

/** Numbers up to which a row is copied one by one. */
const narrow = 256

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
