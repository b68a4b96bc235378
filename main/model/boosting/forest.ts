import type { Columns } from './bins.ts'

/**
 * Regression trees as flat columns, one tree's nodes after the other's; a tree's root comes first. A row goes left where
 * its value is at most the threshold. Made of typed arrays alone, so that it is stored and sent as it is.
 */
export interface Forest {
  /** Added to the sum of the trees' leaves. */
  base: number
  /** First node of each tree. */
  roots: Int32Array
  /** Column that a node splits by; −1 in a leaf. */
  column: Int32Array
  threshold: Float32Array
  left: Int32Array
  right: Int32Array
  /** What a leaf adds to the score; 0 in a node that splits. */
  value: Float64Array
}

/** The score of every row, before the objective's link. */
export function scoresOf(forest: Forest, columns: Columns, rows: number): Float64Array {
  const { roots, column, threshold, left, right, value } = forest
  const scores = new Float64Array(rows).fill(forest.base)
  for (const root of roots) {
    for (let row = 0; row < rows; row++) {
      let node = root
      for (let by = column[node]; by >= 0; by = column[node]) {
        node = columns[by][row] <= threshold[node] ? left[node] : right[node]
      }
      scores[row] += value[node]
    }
  }
  return scores
}
