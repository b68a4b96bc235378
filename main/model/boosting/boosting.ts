import { setImmediate as nextTurn } from 'node:timers/promises'
import { createRandom, type Random } from '../../base/random.ts'
import type { Work } from '../../base/job.ts'
import type { BinnedColumns } from './bins.ts'
import { freeze } from './freeze.ts'
import type { Forest } from './forest.ts'
import type { Objective } from './objectives.ts'
import { growTree, type TreeNode, type TreeSettings } from './tree.ts'

export interface BoostingSettings extends TreeSettings {
  seed: number
  /** Most trees; validation usually ends it sooner. */
  trees: number
  /** Trees without a better validation loss after which to stop. */
  patience: number
  /** What each tree's leaves are multiplied by (shrinkage). */
  learningRate: number
  /** Share of the rows that each tree sees, drawn without replacement, and their largest number. */
  rowShare: number
  mostRows: number
  /** Share of the columns that each tree may split by. */
  columnShare: number
}

export interface BoostingInput {
  binned: BinnedColumns
  /** By row; only those of the rows below are read, and none of these may be NaN. */
  labels: Float64Array
  trainRows: Int32Array
  /** Empty where nothing is to stop the growing. */
  validationRows: Int32Array
}

export interface Boosted {
  forest: Forest
  /** Trees that were kept: those up to the best validation loss, or all. */
  trees: number
  /** Mean loss on the validation rows with the trees kept; null without any. */
  validationLoss: number | null
}

/** How long it may hold the thread before messages, a cancel among them, get their turn. */
const turnMs = 50

/**
 * Gradient boosting (Friedman 2001, 2002): each tree is grown to the derivatives of the loss at the scores so far, on a
 * sample of rows and columns, and added with shrinkage. Stops by the validation rows. The same input and seed give the
 * same trees. Throws `job.cancelled`, and where there is no row to learn from.
 */
export async function boost(
  { binned, labels, trainRows, validationRows }: BoostingInput,
  objective: Objective,
  settings: BoostingSettings,
  work: Work,
): Promise<Boosted> {
  if (trainRows.length === 0) throw new Error('boosting needs rows to learn from; there are none')
  const random = createRandom(settings.seed)
  const base = objective.constant(trainRows.reduce((sum, row) => sum + labels[row], 0) / trainRows.length)
  const scores = new Float64Array(binned.rows).fill(base)
  const derivatives = { gradient: new Float64Array(binned.rows), hessian: new Float64Array(binned.rows) }
  const usable = Int32Array.from(binned.edges.keys()).filter((column) => binned.edges[column].length > 0)
  const trees: TreeNode[][] = []
  let best = validationRows.length > 0 ? meanLoss(objective, labels, scores, validationRows) : null
  let kept = 0
  let turnStartedMs = performance.now()
  while (trees.length < settings.trees && trees.length - kept < settings.patience) {
    work.checkpoint()
    const rows = sample(trainRows, Math.min(settings.mostRows, Math.ceil(settings.rowShare * trainRows.length)), random)
    const columns = sample(usable, Math.ceil(settings.columnShare * usable.length), random)
    for (const row of rows) objective.derive(labels[row], scores[row], derivatives.gradient, derivatives.hessian, row)
    const tree = growTree(binned, columns, rows, derivatives, settings)
    for (const node of tree) node.value *= settings.learningRate
    addTree(tree, binned, scores, trainRows)
    addTree(tree, binned, scores, validationRows)
    trees.push(tree)
    const loss = best === null ? null : meanLoss(objective, labels, scores, validationRows)
    if (loss === null || best === null || loss < best) {
      best = loss
      kept = trees.length
    }
    if (performance.now() - turnStartedMs > turnMs) {
      await nextTurn()
      turnStartedMs = performance.now()
    }
  }
  return { forest: freeze(base, trees.slice(0, kept), binned), trees: kept, validationLoss: best }
}

function addTree(tree: TreeNode[], { bins }: BinnedColumns, scores: Float64Array, rows: Int32Array): void {
  for (const row of rows) {
    let node = tree[0]
    while (node.column >= 0) node = tree[bins[node.column][row] <= node.bin ? node.left : node.right]
    scores[row] += node.value
  }
}

function meanLoss(objective: Objective, labels: Float64Array, scores: Float64Array, rows: Int32Array): number {
  let sum = 0
  for (const row of rows) sum += objective.loss(labels[row], scores[row])
  return sum / rows.length
}

/** So many of the items, drawn without replacement, in their order (Knuth's algorithm S). */
function sample(items: Int32Array, count: number, random: Random): Int32Array {
  if (count >= items.length) return items
  const taken = new Int32Array(count)
  let found = 0
  for (let i = 0; found < count; i++) {
    if (random.uniform() * (items.length - i) < count - found) taken[found++] = items[i]
  }
  return taken
}
