/**
 * Solves A·x = b for symmetric positive definite A (row-major, n × n; the lower triangle is read) by Cholesky's
 * factorisation; throws for other matrices.
 */
export function solvePositive(matrix: Float64Array, right: Float64Array, n: number): Float64Array {
  const factor = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]
      for (let k = 0; k < j; k++) sum -= factor[i * n + k] * factor[j * n + k]
      if (i === j && !(sum > 0)) throw new Error('the matrix is not positive definite')
      factor[i * n + j] = i === j ? Math.sqrt(sum) : sum / factor[j * n + j]
    }
  }
  const solution = Float64Array.from(right)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) solution[i] -= factor[i * n + k] * solution[k]
    solution[i] /= factor[i * n + i]
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) solution[i] -= factor[k * n + i] * solution[k]
    solution[i] /= factor[i * n + i]
  }
  return solution
}
