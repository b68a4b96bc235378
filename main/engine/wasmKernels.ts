import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelFunc, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core'
import type { Tf } from './types.ts'
import { mendWasmFunctions } from './wasmFunctions.ts'
import { addressOf, memoryOf, replaceKernel, single, type KernelArguments } from './wasmHeap.ts'
import { mendWasmLayout } from './wasmLayout.ts'
import { createProduct, type Product } from './wasmProduct.ts'
import { mendWasmReductions } from './wasmReductions.ts'

/**
 * Adds the kernels that the wasm backend lacks and mends those that are slow in training, or wrong. Measured on one core
 * of x86-64: a product with a transposed operand is 10 times slower than transposing first, a sum over rows 8 times slower
 * than a product with a row of ones, a product of many matrices with one 20 times slower than with all their rows at
 * once, and with some of them repeated it is wrong.
 */
export function mendWasmKernels(tf: Tf): void {
  const product = createProduct(memoryOf(tf.backend() as BackendWasm))
  mendWasmLayout(tf)
  const transpose = tf.getKernel('Transpose', 'wasm').kernelFunc
  replaceKernel(tf, 'BatchMatMul', (args) => multiply(tf, product, transpose, args))
  replaceKernel(tf, '_FusedMatMul', (args) => multiply(tf, product, transpose, args))
  mendWasmReductions(tf, product)
  mendWasmFunctions(tf)
}

/** Products of the matrices in the last two axes, with a bias added and cut off at zero where a fused one asks for it. */
function multiply(tf: Tf, product: Product, transpose: KernelFunc, args: KernelArguments): TensorInfo {
  const backend = args.backend as BackendWasm
  const { a, b: given, bias } = args.inputs as Record<'a' | 'b' | 'bias', TensorInfo>
  const { transposeA, transposeB, activation = 'linear' } = args.attrs as NamedAttrMap
  if (activation !== 'linear' && activation !== 'relu') throw new Error(`no fused product with ${String(activation)}`)
  const swap = given.shape.map((_, axis) => (axis < given.shape.length - 2 ? axis : 2 * given.shape.length - 3 - axis))
  const b = transposeB ? single(transpose({ inputs: { x: given }, backend, attrs: { perm: swap } })) : given
  const [aRows, aColumns] = a.shape.slice(-2)
  const [rows, inner] = transposeA ? [aColumns, aRows] : [aRows, aColumns]
  const columns = b.shape[b.shape.length - 1]
  const [manyA, manyB] = [a, b].map(({ shape }) => shape.slice(0, -2))
  const many = tf.broadcast_util.assertAndGetBroadcastShape(manyA, manyB)
  const output = backend.makeOutput([...many, rows, columns], 'float32')
  fillWith(backend, output, bias, inner)
  const [aAt, bAt, cAt] = [a, b, output].map((tensor) => addressOf(backend, tensor))
  const stride = transposeA ? { row: 4, column: 4 * rows } : { row: 4 * inner, column: 4 }
  const options = { adds: bias !== undefined, relu: activation === 'relu' }
  const count = rows * columns * inner === 0 ? 0 : tf.util.sizeFromShape(many)
  // All rows of many matrices that meet the same one are rows of one matrix.
  const isOne = !transposeA && tf.util.sizeFromShape(manyB) === 1 && tf.util.sizeFromShape(manyA) === count
  const height = isOne ? count * rows : rows
  const [placesA, placesB] = isOne ? [[0], [0]] : [manyA, manyB].map((own) => placesOf(own, many))
  for (let i = 0; i < (isOne ? Math.min(count, 1) : count); i++) {
    product(
      { address: aAt + 4 * placesA[i] * rows * inner, ...stride },
      { address: bAt + 4 * placesB[i] * inner * columns, row: 4 * columns },
      { address: cAt + 4 * i * rows * columns, row: 4 * columns },
      { rows: height, columns, inner },
      options,
    )
  }
  if (b !== given) backend.disposeData(b.dataId)
  return output
}

/** Which of an operand's matrices each matrix of the product is made of; axes of length one repeat. */
function placesOf(own: number[], many: number[]): Int32Array {
  const count = many.reduce((product, length) => product * length, 1)
  const places = new Int32Array(count)
  let [size, repeated] = [1, 1]
  for (let axis = many.length - 1; axis >= 0; axis--) {
    const length = own[axis - many.length + own.length] ?? 1
    for (let i = 0; length > 1 && i < count; i++) places[i] += (Math.floor(i / repeated) % length) * size
    size *= length
    repeated *= many[axis]
  }
  return places
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
