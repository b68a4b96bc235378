import { createRandom } from '../../base/random.ts'
import { logistic } from '../../model/boosting/objectives.ts'
import { fitLinear } from '../../model/members/linearModel.ts'
import type { Estimate } from '../../model/types.ts'
import { separation } from './separation.ts'
import { unleveled, type TraitVectors } from './traits.ts'
import type { TraitDifference } from './types.ts'

/** Fewer members, or others, teach nothing: some four in each fold. */
export const leastOfEach = 20
const folds = 5
/** More of either change little and cost time; whom to learn from is drawn by a seed. */
const mostMembers = 2000
const mostOthers = 4000
const seed = 1

export interface Lookalikes {
  /** By row: the log-odds of belonging to the list, by a model that did not see the row. */
  scores: Float64Array
  /** Scores of the members, ascending. */
  memberScores: Float64Array
  auc: Estimate
}

/**
 * How like the members of a list every customer is: ridge-penalised logistic regression (le Cessie & van Houwelingen 1992) of
 * being a member on the standardised traits. A list names some of those who would fit it and nobody who would not; where it
 * does not pick among them by other traits, the odds of being named rank customers as the odds of fitting do (Elkan & Noto
 * 2008). Each of five folds is scored by the model of the four others: else whoever is not on the list would be taught not to
 * be like it, twins of its members first. Of many customers a drawn part is learned from, which moves the intercept alone
 * (Prentice & Pyke 1979); it is moved back. Null with fewer than `leastOfEach` of either.
 */
export function findLookalikes(vectors: TraitVectors, isMember: Uint8Array): Lookalikes | null {
  const random = createRandom(seed)
  const [members, others] = [1, 0].map((wanted) => random.shuffle(rowsWhere(isMember, wanted)))
  if (Math.min(members.length, others.length) < leastOfEach) return null
  const foldOf = new Uint8Array(vectors.rows)
  for (const rows of [members, others]) rows.forEach((row, at) => (foldOf[row] = at % folds))
  const drawn = [members.subarray(0, mostMembers), others.subarray(0, mostOthers)]
  const learned = Int32Array.from([...drawn[0], ...drawn[1]]).sort()
  // The odds among those who were drawn, against the odds among all.
  const overdrawn = Math.log((drawn[0].length * others.length) / (drawn[1].length * members.length))
  const labels = Float64Array.from(isMember)
  const scores = new Float64Array(vectors.rows)
  for (let fold = 0; fold < folds; fold++) {
    const rows = learned.filter((row) => foldOf[row] !== fold)
    const model = fitLinear(readerOf(vectors), labels, rows, logistic)
    scoreFold(vectors, foldOf, fold, { weights: model.weights, bias: model.bias - overdrawn }, scores)
  }
  const of = (rows: Int32Array) => Float64Array.from(rows, (row) => scores[row]).sort()
  const memberScores = of(members)
  return { scores, memberScores, auc: separation(memberScores, of(others)) }
}

function rowsWhere(isMember: Uint8Array, wanted: number): Int32Array {
  const rows = new Int32Array(isMember.length)
  let count = 0
  for (let row = 0; row < isMember.length; row++) if (isMember[row] === wanted) rows[count++] = row
  return rows.slice(0, count)
}

const readerOf = ({ specs, values }: TraitVectors) => ({
  width: specs.length,
  read(row: number, cells: Float64Array) {
    for (let column = 0, at = row * specs.length; column < specs.length; column++, at++) cells[column] = values[at]
  },
})

function scoreFold(
  { rows, specs, values }: TraitVectors,
  foldOf: Uint8Array,
  fold: number,
  { weights, bias }: { weights: Float64Array; bias: number },
  scores: Float64Array,
): void {
  for (let row = 0; row < rows; row++) {
    if (foldOf[row] !== fold) continue
    let score = bias
    for (let column = 0, at = row * specs.length; column < specs.length; column++, at++) {
      score += weights[column] * values[at]
    }
    scores[row] = score
  }
}

const z95 = 1.959964

/**
 * How the traits of members differ from the others', the largest difference first: of means, in deviations over all rows, with
 * normal 95% intervals. One trait at a time; whoever does not know a trait stands at its mean.
 */
export function traitDifferences(vectors: TraitVectors, isMember: Uint8Array): TraitDifference[] {
  const { rows, specs, values, means, deviations } = vectors
  const differences: TraitDifference[] = []
  for (const [column, spec] of specs.entries()) {
    if (deviations[column] === 0) continue
    const counts = [0, 0]
    const sums = [0, 0]
    const squares = [0, 0]
    for (let row = 0, at = column; row < rows; row++, at += specs.length) {
      const side = isMember[row]
      counts[side]++
      sums[side] += values[at]
      squares[side] += values[at] ** 2
    }
    if (Math.min(...counts) < 2) continue
    const [others, members] = sums.map((sum, side) => sum / counts[side])
    const variance = [others, members].reduce(
      (sum, mean, side) =>
        sum + Math.max(0, squares[side] - counts[side] * mean * mean) / (counts[side] - 1) / counts[side],
      0,
    )
    const [value, half] = [members - others, z95 * Math.sqrt(variance)]
    const plain = (mean: number) => unleveled(spec, means[column] + mean * deviations[column])
    differences.push({
      ...spec,
      ...{ members: plain(members), others: plain(others) },
      difference: { value, low: value - half, high: value + half },
    })
  }
  return differences.sort((a, b) => Math.abs(b.difference.value ?? 0) - Math.abs(a.difference.value ?? 0))
}
