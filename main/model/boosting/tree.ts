import type { BinnedColumns } from './bins.ts'
import {
  createHistogram,
  fillHistogram,
  layOut,
  subtractHistogram,
  type Derivatives,
  type Histogram,
  type Scratch,
} from './histogram.ts'
import { findSplit, type Split, type SplitLimits, type Sums } from './split.ts'

export interface TreeSettings extends SplitLimits {
  /** Most splits from the root to a leaf. */
  depth: number
  leaves: number
}

/** A node by its place in the tree; a leaf has no split. */
export interface TreeNode {
  column: number
  bin: number
  left: number
  right: number
  value: number
}

/** A leaf that may still be split. */
interface Leaf extends Sums {
  node: number
  depth: number
  rows: number
  members: Int32Array
  histogram: Histogram | null
  split: Split | null
}

/**
 * One regression tree on binned columns, grown leaf by leaf, the most gaining split first (LightGBM: Ke et al. 2017), with
 * the leaves that minimise the loss to second order, −G / (H + λ) (Chen & Guestrin 2016). Of two children only the smaller
 * is added up; the other is what its parent has left.
 */
export function growTree(
  binned: BinnedColumns,
  columns: Int32Array,
  rows: Int32Array,
  derivatives: Derivatives,
  settings: TreeSettings,
): TreeNode[] {
  const layout = layOut(binned, columns)
  const scratch: Scratch = { gradient: new Float64Array(rows.length), hessian: new Float64Array(rows.length) }
  const fill = (histogram: Histogram, members: Int32Array) =>
    fillHistogram(histogram, binned, layout, members, derivatives, scratch)
  const look = (leaf: Leaf) => {
    leaf.split = leaf.histogram && findSplit(leaf.histogram, layout, leaf, settings)
    if (!leaf.split) leaf.histogram = null
  }
  const leafValue = ({ gradient, hessian }: Sums) => -gradient / (hessian + settings.leafPenalty)

  const whole = sumOf(rows, derivatives)
  const nodes: TreeNode[] = [{ column: -1, bin: 0, left: 0, right: 0, value: leafValue(whole) }]
  const root: Leaf = { ...whole, node: 0, depth: 0, members: rows, histogram: createHistogram(layout), split: null }
  if (root.histogram) fill(root.histogram, rows)
  look(root)
  const open = [root]
  for (let count = 1; count < settings.leaves; count++) {
    const leaf = takeBest(open)
    if (!leaf?.split) break
    const { column, bin } = leaf.split
    const [leftRows, rightRows] = partition(binned.bins[column], bin, leaf.members)
    const children = [leaf.split.left, leaf.split.right].map((sums, side): Leaf => {
      const node = nodes.push({ column: -1, bin: 0, left: 0, right: 0, value: leafValue(sums) }) - 1
      return {
        ...sums,
        node,
        depth: leaf.depth + 1,
        members: side ? rightRows : leftRows,
        histogram: null,
        split: null,
      }
    })
    nodes[leaf.node] = { column, bin, left: children[0].node, right: children[1].node, value: 0 }
    if (leaf.depth + 1 >= settings.depth || count + 1 >= settings.leaves) continue
    const [smaller, larger] = leftRows.length <= rightRows.length ? children : [children[1], children[0]]
    smaller.histogram = createHistogram(layout)
    fill(smaller.histogram, smaller.members)
    if (leaf.histogram) subtractHistogram(leaf.histogram, smaller.histogram)
    larger.histogram = leaf.histogram
    for (const child of children) look(child)
    open.push(...children)
  }
  return nodes
}

/** Takes the leaf with the most gaining split out; the earliest of equals. */
function takeBest(open: Leaf[]): Leaf | null {
  let best = -1
  open.forEach(({ split }, i) => {
    if (split && (best < 0 || split.gain > (open[best].split?.gain ?? 0))) best = i
  })
  return best < 0 ? null : open.splice(best, 1)[0]
}

function sumOf(rows: Int32Array, { gradient, hessian }: Derivatives): Sums {
  const sums = { gradient: 0, hessian: 0, rows: rows.length }
  for (const row of rows) {
    sums.gradient += gradient[row]
    sums.hessian += hessian[row]
  }
  return sums
}

/** Rows at most and above the bin, each in their order. */
function partition(bins: Uint8Array, bin: number, rows: Int32Array): [Int32Array, Int32Array] {
  const left = new Int32Array(rows.length)
  const right = new Int32Array(rows.length)
  let [lefts, rights] = [0, 0]
  for (const row of rows) {
    if (bins[row] <= bin) left[lefts++] = row
    else right[rights++] = row
  }
  return [left.slice(0, lefts), right.slice(0, rights)]
}
