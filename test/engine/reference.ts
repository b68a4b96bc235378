/** Plain float64 versions of the operations that Assay's networks are made of: slow, obvious, the measure of engines. */
export interface Dense {
  shape: number[]
  values: Float64Array
}

export const sizeOf = (shape: number[]): number => shape.reduce((product, length) => product * length, 1)

export function build(shape: number[], valueAt: (position: number[]) => number): Dense {
  const values = new Float64Array(sizeOf(shape))
  for (let flat = 0; flat < values.length; flat++) values[flat] = valueAt(positionOf(shape, flat))
  return { shape, values }
}

function positionOf(shape: number[], flat: number): number[] {
  const position = shape.map(() => 0)
  for (let axis = shape.length - 1, rest = flat; axis >= 0; axis--) {
    position[axis] = rest % shape[axis]
    rest = Math.floor(rest / shape[axis])
  }
  return position
}

const valueAt = ({ shape, values }: Dense, position: number[]): number =>
  values[position.reduce((flat, index, axis) => flat * shape[axis] + index, 0)]

export const map = (x: Dense, change: (value: number) => number): Dense => ({
  shape: x.shape,
  values: x.values.map(change),
})

/** Element by element; of a shorter shape the missing leading axes, and every axis of length one, repeat. */
export function combine(a: Dense, b: Dense, change: (left: number, right: number) => number): Dense {
  const rank = Math.max(a.shape.length, b.shape.length)
  const lengthOf = ({ shape }: Dense, axis: number) => shape[axis - rank + shape.length] ?? 1
  const shape = Array.from({ length: rank }, (_, axis) => {
    const [left, right] = [lengthOf(a, axis), lengthOf(b, axis)]
    return left === 1 ? right : left
  })
  const own = (x: Dense, position: number[]) =>
    x.shape.map((length, axis) => (length === 1 ? 0 : position[axis + rank - x.shape.length]))
  return build(shape, (position) => change(valueAt(a, own(a, position)), valueAt(b, own(b, position))))
}

/** Sums over one axis, which is left out, or kept with length one. */
export function sumOver(x: Dense, axis: number, keep: boolean): Dense {
  const shape = keep ? x.shape.with(axis, 1) : x.shape.toSpliced(axis, 1)
  return build(shape, (position) => {
    let sum = 0
    for (let index = 0; index < x.shape[axis]; index++) {
      sum += valueAt(x, keep ? position.with(axis, index) : position.toSpliced(axis, 0, index))
    }
    return sum
  })
}

export const reshape = (x: Dense, shape: number[]): Dense => ({ shape, values: x.values })

/** Exchanges the last two axes. */
export function transpose(x: Dense): Dense {
  const swapped = <Value>(list: Value[]) => [...list.slice(0, -2), list[list.length - 1], list[list.length - 2]]
  return build(swapped(x.shape), (position) => valueAt(x, swapped(position)))
}

/** Axis i of the result is axis order[i] of x. */
export const permute = (x: Dense, order: number[]): Dense =>
  build(
    order.map((axis) => x.shape[axis]),
    (position) =>
      valueAt(
        x,
        x.shape.map((_, axis) => position[order.indexOf(axis)]),
      ),
  )

/** Matrix product over the last two axes; of the axes before them those that are missing, or of length one, repeat. */
export function product(a: Dense, b: Dense): Dense {
  const inner = a.shape[a.shape.length - 1]
  const lengthAt = ({ shape }: Dense, fromEnd: number) => shape[shape.length - fromEnd] ?? 1
  const rank = Math.max(a.shape.length, b.shape.length)
  const many = Array.from({ length: rank - 2 }, (_, axis) => {
    const [left, right] = [lengthAt(a, rank - axis), lengthAt(b, rank - axis)]
    return left === 1 ? right : left
  })
  const own = ({ shape }: Dense, batch: number[]) =>
    shape.slice(0, -2).map((length, axis) => (length === 1 ? 0 : batch[axis + rank - shape.length]))
  return build([...many, a.shape[a.shape.length - 2], b.shape[b.shape.length - 1]], (position) => {
    const batch = position.slice(0, -2)
    const [row, column] = position.slice(-2)
    let sum = 0
    for (let k = 0; k < inner; k++) {
      sum += valueAt(a, [...own(a, batch), row, k]) * valueAt(b, [...own(b, batch), k, column])
    }
    return sum
  })
}

export const slice = (x: Dense, begin: number[], size: number[]): Dense =>
  build(size, (position) =>
    valueAt(
      x,
      position.map((index, axis) => index + begin[axis]),
    ),
  )

/** Along the last axis; all axes before it are the same on both sides. */
export function concatenate(a: Dense, b: Dense): Dense {
  const last = a.shape.length - 1
  const width = a.shape[last]
  return build(a.shape.with(last, width + b.shape[last]), (position) =>
    position[last] < width ? valueAt(a, position) : valueAt(b, position.with(last, position[last] - width)),
  )
}

/** Rows of a matrix by number. */
export const gather = (x: Dense, rows: number[]): Dense =>
  build([rows.length, x.shape[1]], ([row, column]) => valueAt(x, [rows[row], column]))
