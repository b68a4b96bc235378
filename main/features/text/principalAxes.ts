import { createRandom } from '../../base/random.ts'

const rounds = 20

/**
 * The directions in which vectors around their mean spread most, largest first, each of unit length: subspace iteration
 * (Golub & Van Loan, "Matrix Computations", 8.2) on X'X without forming it. `vectors` are rows of equal width; fewer
 * than `count` directions come back where the vectors span fewer.
 */
export function principalAxes(
  vectors: Float32Array[],
  count: number,
  seed = 1,
): { mean: Float64Array; axes: Float64Array[] } {
  const width = vectors[0]?.length ?? 0
  const mean = new Float64Array(width)
  for (const vector of vectors) for (let j = 0; j < width; j++) mean[j] += vector[j] / vectors.length
  const random = createRandom(seed)
  let axes = orthonormal(
    Array.from({ length: Math.min(count, width) }, () => Float64Array.from({ length: width }, () => random.normal())),
  )
  for (let round = 0; round < rounds; round++) {
    axes = orthonormal(axes.map((axis) => multiplied(vectors, mean, axis)))
  }
  return { mean, axes }
}

/** X'X·axis of the centred vectors. */
function multiplied(vectors: Float32Array[], mean: Float64Array, axis: Float64Array): Float64Array {
  const result = new Float64Array(axis.length)
  for (const vector of vectors) {
    const along = project(vector, mean, axis)
    for (let j = 0; j < axis.length; j++) result[j] += along * (vector[j] - mean[j])
  }
  return result
}

export function project(vector: Float32Array, mean: Float64Array, axis: Float64Array): number {
  let sum = 0
  for (let j = 0; j < axis.length; j++) sum += (vector[j] - mean[j]) * axis[j]
  return sum
}

/** Gram–Schmidt, twice for accuracy; directions that add nothing go. */
function orthonormal(axes: Float64Array[]): Float64Array[] {
  const kept: Float64Array[] = []
  for (const axis of axes) {
    const before = norm(axis)
    for (let pass = 0; pass < 2; pass++) {
      for (const other of kept) {
        let along = 0
        for (let j = 0; j < axis.length; j++) along += axis[j] * other[j]
        for (let j = 0; j < axis.length; j++) axis[j] -= along * other[j]
      }
    }
    const length = norm(axis)
    if (length <= 1e-9 * Math.max(1e-300, before) || length < 1e-12) continue
    kept.push(axis.map((value) => value / length))
  }
  return kept
}

const norm = (axis: Float64Array) => Math.sqrt(axis.reduce((sum, value) => sum + value * value, 0))
