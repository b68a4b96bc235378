export interface Minimum {
  point: number[]
  value: number
}

interface Vertex {
  point: number[]
  value: number
}

const mostSteps = 2_000

/**
 * The lowest minimum found from several starts by the simplex method of Nelder & Mead (1965), started afresh at its own
 * result until that no longer helps. Needs no derivatives and treats Infinity as a wall, so bounds are walls.
 * Throws if the function is not finite at any start.
 */
export function minimize(objective: (point: number[]) => number, starts: number[][], tolerance = 1e-10): Minimum {
  const runs = starts.filter((start) => Number.isFinite(objective(start))).map((start) => descend(objective, start))
  if (runs.length === 0) throw new Error('the function to be minimised is not finite at any start')
  let best = runs.reduce((lowest, run) => (run.value < lowest.value ? run : lowest))
  for (let restart = 0; restart < 5; restart++) {
    const again = descend(objective, best.point, tolerance)
    const gained = best.value - again.value
    if (gained > 0) best = again
    if (gained <= tolerance * (1 + Math.abs(best.value))) break
  }
  return best
}

/** One run of the simplex; coarse unless told otherwise, since the winner is refined afterwards. */
function descend(objective: (point: number[]) => number, start: number[], tolerance = 1e-6): Minimum {
  const evaluate = (point: number[]): Vertex => ({ point, value: objective(point) })
  const simplex = [evaluate(start), ...start.map((_, i) => evaluate(start.map((x, j) => (i === j ? x + 0.5 : x))))]
  const size = start.length
  for (let step = 0; step < mostSteps; step++) {
    simplex.sort((a, b) => a.value - b.value)
    const [best, worst] = [simplex[0], simplex[size]]
    if (isSettled(simplex, tolerance)) break
    const centre = start.map((_, j) => simplex.slice(0, size).reduce((sum, { point }) => sum + point[j], 0) / size)
    const along = (length: number) => evaluate(centre.map((x, j) => x + length * (worst.point[j] - x)))
    const reflected = along(-1)
    if (reflected.value < best.value) {
      const expanded = along(-2)
      simplex[size] = expanded.value < reflected.value ? expanded : reflected
    } else if (reflected.value < simplex[size - 1].value) {
      simplex[size] = reflected
    } else {
      const contracted = reflected.value < worst.value ? along(-0.5) : along(0.5)
      if (contracted.value < Math.min(reflected.value, worst.value)) simplex[size] = contracted
      else {
        for (let i = 1; i <= size; i++) {
          simplex[i] = evaluate(simplex[i].point.map((x, j) => (x + best.point[j]) / 2))
        }
      }
    }
  }
  simplex.sort((a, b) => a.value - b.value)
  return simplex[0]
}

/** Values and points must both have come together: a simplex can straddle a valley with equal values. */
function isSettled(simplex: Vertex[], tolerance: number): boolean {
  const [best] = simplex
  const spread = simplex[simplex.length - 1].value - best.value
  if (!(spread <= tolerance * (1 + Math.abs(best.value)))) return false
  const reach = Math.max(...simplex.flatMap(({ point }) => point.map((x, j) => Math.abs(x - best.point[j]))))
  return reach <= Math.sqrt(tolerance) * 10
}
