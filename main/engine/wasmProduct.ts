import {
  add,
  assemble,
  atLeast,
  call,
  constant,
  floats,
  get,
  multiply,
  set,
  subtract,
  type,
  vectors,
  when,
  whileTrue,
} from './assembler.ts'
import type { Code, Memory, Routine } from './assembler.ts'

/** A matrix of floats in the heap: where it starts, and how many bytes lie between its rows and its columns. */
export interface Placed {
  address: number
  row: number
  column: number
}

/** c [rows, columns] = a [rows, inner] · b [inner, columns], whose and b's columns lie side by side. */
export type Product = (
  a: Placed,
  b: Omit<Placed, 'column'>,
  c: Omit<Placed, 'column'>,
  size: { rows: number; columns: number; inner: number },
  /** Whether to add to what c holds, and whether to cut the result off at zero. */
  options: { adds: boolean; relu: boolean },
) => void

/** Rows of b that are gone through at once: with a's share of them they stay in the cache. */
const innerBlock = 256

// Parameters of a tile, in order; those of the whole product are the same and two more.
const [a, aRow, aColumn, b, bRow, c, cRow, inner, adds, relu, rows, columns] = Array.from({ length: 12 }, (_, i) => i)
const tileParameters = 10

const advance = (local: number, by: Code): Code => set(local, add(get(local), by))

/** Heights and widths of tiles, in vectors of four, 0 standing for a single column; their order numbers the routines. */
const heights = [4, 1]
const widths = [2, 1, 0]

/**
 * A tile of c that is held in registers while a runs along its rows and b down its columns: `height` rows, `width`
 * vectors of columns. Eight sums at once hide what each addition has to wait for the one before it.
 */
function tile(height: number, width: number): Routine {
  const lanes = Math.max(1, width)
  const unit = width === 0 ? floats : vectors
  const kind = width === 0 ? type.f32 : type.v128
  const range = (length: number) => Array.from({ length }, (_, i) => i)
  let next = tileParameters
  const take = () => next++
  const aAt = range(height).map((row) => (row === 0 ? a : take()))
  const cAt = range(height).map((row) => (row === 0 ? c : take()))
  const sums = range(height).map(() => range(lanes).map(take))
  const row = range(lanes).map(take)
  const [factor, zero] = [take(), take()]

  const load = (address: Code, lane: number) => (width === 0 ? floats.load(address) : vectors.load(address, 16 * lane))
  const store = (address: Code, value: Code, lane: number) =>
    width === 0 ? floats.store(address, value) : vectors.store(address, value, 16 * lane)
  const each = (action: (sum: number, place: number, lane: number) => Code): Code =>
    sums.flatMap((own, r) => own.map((sum, lane) => action(sum, r, lane)))

  const body = [
    range(height - 1).map((r) => [
      set(aAt[r + 1], add(get(aAt[r]), get(aRow))),
      set(cAt[r + 1], add(get(cAt[r]), get(cRow))),
    ]),
    when(
      get(adds),
      each((sum, r, lane) => set(sum, load(get(cAt[r]), lane))),
    ),
    whileTrue(get(inner), [
      row.map((local, lane) => set(local, load(get(b), lane))),
      sums.map((own, r) => [
        set(factor, width === 0 ? floats.load(get(aAt[r])) : vectors.spread(get(aAt[r]))),
        own.map((sum, lane) => set(sum, unit.add(get(sum), unit.multiply(get(factor), get(row[lane]))))),
        advance(aAt[r], get(aColumn)),
      ]),
      advance(b, get(bRow)),
      advance(inner, constant(-1)),
    ]),
    when(
      get(relu),
      each((sum) => set(sum, unit.max(get(sum), get(zero)))),
    ),
    each((sum, r, lane) => store(get(cAt[r]), get(sum), lane)),
  ]
  const pointers = 2 * (height - 1)
  const locals = [...range(pointers).map(() => type.i32), ...range(next - tileParameters - pointers).map(() => kind)]
  return { parameters: tileParameters, locals, body }
}

/** Covers c with tiles, the widest and highest first. */
function whole(): Routine {
  const [aAt, cAt, left] = [12, 13, 14]
  const down = (height: number, index: number): Code =>
    whileTrue(atLeast(get(left), constant(height)), [
      call(index, get(aAt), ...[aRow, aColumn, b, bRow].map(get), get(cAt), ...[cRow, inner, adds, relu].map(get)),
      advance(aAt, multiply(get(aRow), constant(height))),
      advance(cAt, multiply(get(cRow), constant(height))),
      set(left, subtract(get(left), constant(height))),
    ])
  const body = widths.map((width, w) => {
    const across = Math.max(1, 4 * width)
    return whileTrue(atLeast(get(columns), constant(across)), [
      set(aAt, get(a)),
      set(cAt, get(c)),
      set(left, get(rows)),
      heights.map((height, h) => down(height, w * heights.length + h)),
      advance(b, constant(4 * across)),
      advance(c, constant(4 * across)),
      set(columns, subtract(get(columns), constant(across))),
    ])
  })
  return { parameters: 12, locals: [type.i32, type.i32, type.i32], body }
}

/**
 * Matrix products for one core by WebAssembly's vectors. The backend's own take as long to be set up as a small product
 * to be computed, and want both operands as they are stored; this takes a transposed left one as it lies.
 */
export function createProduct(memory: Memory): Product {
  const tiles = widths.flatMap((width) => heights.map((height) => tile(height, width)))
  const multiplyBlock = assemble([...tiles, whole()], memory)[tiles.length]
  return (left, right, result, size, options) => {
    let from = 0
    do {
      const block = Math.min(innerBlock, size.inner - from)
      const isLast = from + block === size.inner
      multiplyBlock(
        ...[left.address + from * left.column, left.row, left.column],
        ...[right.address + from * right.row, right.row, result.address, result.row, block],
        ...[options.adds || from > 0 ? 1 : 0, options.relu && isLast ? 1 : 0, size.rows, size.columns],
      )
      from += block
    } while (from < size.inner)
  }
}
