import type { BinnedColumns } from './bins.ts'
import type { Forest } from './forest.ts'
import type { TreeNode } from './tree.ts'

/** Trees on bins as a forest on values. */
export function freeze(base: number, trees: TreeNode[][], { edges }: BinnedColumns): Forest {
  const count = trees.reduce((sum, tree) => sum + tree.length, 0)
  const forest: Forest = {
    base,
    roots: new Int32Array(trees.length),
    column: new Int32Array(count),
    threshold: new Float32Array(count),
    left: new Int32Array(count),
    right: new Int32Array(count),
    value: new Float64Array(count),
  }
  let first = 0
  trees.forEach((tree, index) => {
    forest.roots[index] = first
    tree.forEach(({ column, bin, left, right, value }, i) => {
      forest.column[first + i] = column
      forest.threshold[first + i] = column < 0 ? 0 : edges[column][bin]
      forest.left[first + i] = first + left
      forest.right[first + i] = first + right
      forest.value[first + i] = value
    })
    first += tree.length
  })
  return forest
}
