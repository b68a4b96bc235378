/** Small, plain statistics, written for the tests alone so that they check the generator independently. */

export const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

export function correlation(x: number[], y: number[]): number {
  const [meanX, meanY] = [mean(x), mean(y)]
  let [xy, xx, yy] = [0, 0, 0]
  x.forEach((value, i) => {
    xy += (value - meanX) * (y[i] - meanY)
    xx += (value - meanX) ** 2
    yy += (y[i] - meanY) ** 2
  })
  return xy / Math.sqrt(xx * yy)
}

/** Mid-ranks. */
export function ranks(values: number[]): number[] {
  const order = [...values.keys()].sort((a, b) => values[a] - values[b])
  const result = new Array<number>(values.length)
  for (let from = 0; from < order.length;) {
    let to = from
    while (to < order.length && values[order[to]] === values[order[from]]) to++
    for (let i = from; i < to; i++) result[order[i]] = (from + to - 1) / 2
    from = to
  }
  return result
}

export const spearman = (x: number[], y: number[]): number => correlation(ranks(x), ranks(y))

/** Rank correlation of x and y once both are freed of what the controls tell (ordinary least squares on ranks). */
export function partialSpearman(x: number[], y: number[], controls: number[][]): number {
  const ranked = controls.map(ranks)
  return correlation(residuals(ranks(x), ranked), residuals(ranks(y), ranked))
}

/** Frisch–Waugh: take the controls out one after the other, each freed of those before it. */
function residuals(values: number[], controls: number[][]): number[] {
  const centred = (list: number[]) => {
    const middle = mean(list)
    return list.map((value) => value - middle)
  }
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0)
  const without = (list: number[], basis: number[]) => {
    const factor = dot(list, basis) / dot(basis, basis)
    return list.map((value, i) => value - factor * basis[i])
  }
  const bases: number[][] = []
  for (const control of controls) bases.push(bases.reduce(without, centred(control)))
  return bases.reduce(without, centred(values))
}

export function countBy<T>(items: T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return counts
}

export function sumBy<T>(items: T[], keyOf: (item: T) => string, valueOf: (item: T) => number): Map<string, number> {
  const sums = new Map<string, number>()
  for (const item of items) sums.set(keyOf(item), (sums.get(keyOf(item)) ?? 0) + valueOf(item))
  return sums
}
