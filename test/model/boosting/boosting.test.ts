import { describe, expect, test } from 'vitest'
import { createCancelFlag, throwIfCancelled, unattended } from '../../../main/base/job.ts'
import { boost, type BoostingSettings } from '../../../main/model/boosting/boosting.ts'
import { scoresOf } from '../../../main/model/boosting/forest.ts'
import { logistic, poisson, squaredError, tweedie } from '../../../main/model/boosting/objectives.ts'
import { binned, exampleRows, range } from './rows.ts'

const settings: BoostingSettings = {
  seed: 1,
  trees: 40,
  patience: 10,
  learningRate: 0.1,
  depth: 3,
  leaves: 8,
  leafPenalty: 1,
  leastWeight: 0,
  leastRows: 1,
  rowShare: 1,
  mostRows: Infinity,
  columnShare: 1,
}
const none = new Int32Array(0)

/** The gain of the best split into two leaves, tried one by one on values. */
function bestByBruteForce(columns: Float32Array[], gradient: number[], penalty: number) {
  const reach = (rows: number[]) => rows.reduce((sum, row) => sum + gradient[row], 0) ** 2 / (rows.length + penalty) / 2
  const all = gradient.map((_, row) => row)
  let best = { gain: -Infinity, column: -1, threshold: NaN }
  columns.forEach((values, column) => {
    for (const threshold of new Set(values)) {
      const left = all.filter((row) => values[row] <= threshold)
      const right = all.filter((row) => values[row] > threshold)
      if (right.length === 0) continue
      const gain = reach(left) + reach(right) - reach(all)
      if (gain > best.gain) best = { gain, column, threshold }
    }
  })
  return best
}

describe('boosting', () => {
  test('one split is the best there is, and its leaves are the penalised means of what is left to explain', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { columns, amount } = exampleRows(60, 3, 0, seed)
      const stump = { ...settings, trees: 1, leaves: 2, learningRate: 1 }
      const input = { binned: binned(columns, range(0, 60)), labels: amount, trainRows: range(0, 60) }
      const { forest } = await boost({ ...input, validationRows: none }, squaredError, stump, unattended)
      const mean = amount.reduce((sum, label) => sum + label, 0) / 60
      const best = bestByBruteForce(
        columns,
        Array.from(amount, (label) => mean - label),
        1,
      )
      expect(forest.column[0]).toBe(best.column)
      expect(forest.threshold[0]).toBe(best.threshold)
      const left = [...amount].filter((_, row) => columns[best.column][row] <= best.threshold)
      const expected = left.reduce((sum, label) => sum + (label - mean), 0) / (left.length + 1)
      expect(forest.value[forest.left[0]]).toBeCloseTo(expected, 9)
    }
  })

  test('explains a table of four cells by hand: two splits, means exact without penalty', async () => {
    const columns = [Float32Array.from([0, 0, 1, 1]), Float32Array.from([0, 1, 0, 1])]
    const exact = { ...settings, trees: 1, learningRate: 1, leafPenalty: 0, depth: 2, leaves: 4 }
    const labels = Float64Array.from([1, 2, 10, 20])
    const input = { binned: binned(columns, range(0, 4)), labels, trainRows: range(0, 4), validationRows: none }
    const { forest } = await boost(input, squaredError, exact, unattended)
    expect(forest.column[0]).toBe(0)
    scoresOf(forest, columns, 4).forEach((score, row) => expect(score).toBeCloseTo(labels[row], 12))
  })

  test.each(Object.entries({ tweedie: tweedie(1.5), poisson, squaredError, logistic }))(
    'every tree lowers the %s loss of the rows it learns from',
    async (_, objective) => {
      const { columns, amount } = exampleRows(500, 4)
      const labels = objective === logistic ? amount.map((value) => Number(value > 1)) : amount
      const input = { binned: binned(columns, range(0, 500)), labels, trainRows: range(0, 500) }
      const { forest } = await boost({ ...input, validationRows: none }, objective, settings, unattended)
      const losses = Array.from({ length: forest.roots.length + 1 }, (_, trees) => {
        const scores = scoresOf({ ...forest, roots: forest.roots.slice(0, trees) }, columns, 500)
        return scores.reduce((sum, score, row) => sum + objective.loss(labels[row], score), 0)
      })
      for (let i = 1; i < losses.length; i++) expect(losses[i]).toBeLessThan(losses[i - 1])
    },
  )

  test('without anything to learn it predicts the constant that is best for the loss', async () => {
    const { amount } = exampleRows(100, 2)
    const columns = [new Float32Array(100), new Float32Array(100).fill(2)]
    const input = { binned: binned(columns, range(0, 100)), labels: amount, trainRows: range(0, 100) }
    const { forest } = await boost({ ...input, validationRows: none }, tweedie(1.5), settings, unattended)
    const mean = amount.reduce((sum, label) => sum + label, 0) / 100
    expect(Math.exp(scoresOf(forest, columns, 1)[0])).toBeCloseTo(mean, 9)
  })

  test('stops by validation rows, keeps the trees up to the best, and looks at no other row', async () => {
    const { columns, amount } = exampleRows(2400, 5)
    const long = { ...settings, trees: 400, depth: 5, leaves: 20, rowShare: 0.7, columnShare: 0.6 }
    const parts = {
      binned: binned(columns, range(0, 1600)),
      trainRows: range(0, 1600),
      validationRows: range(1600, 2000),
    }
    const { forest, trees, validationLoss } = await boost({ ...parts, labels: amount }, tweedie(1.5), long, unattended)
    expect(trees).toBeGreaterThan(0)
    expect(trees).toBeLessThan(390)
    expect(forest.roots).toHaveLength(trees)
    const scores = scoresOf(forest, columns, 2400)
    const mean = range(1600, 2000).reduce((sum, row) => sum + tweedie(1.5).loss(amount[row], scores[row]), 0) / 400
    expect(mean).toBeCloseTo(validationLoss ?? NaN, 12)
    const blind = amount.map((label, row) => (row < 2000 ? label : NaN))
    expect((await boost({ ...parts, labels: blind }, tweedie(1.5), long, unattended)).forest).toEqual(forest)
    const other = await boost({ ...parts, labels: amount }, tweedie(1.5), { ...long, seed: 2 }, unattended)
    expect(other.forest).not.toEqual(forest)
  })

  test('keeps its limits: rows and weight a leaf, depth, leaves', async () => {
    const { columns, amount } = exampleRows(400, 3)
    const input = { binned: binned(columns, range(0, 400)), labels: amount, trainRows: range(0, 400) }
    const limited = { ...settings, trees: 5, depth: 4, leaves: 6, leastRows: 37 }
    const { forest } = await boost({ ...input, validationRows: none }, squaredError, limited, unattended)
    for (const [tree, root] of forest.roots.entries()) {
      const end = forest.roots[tree + 1] ?? forest.column.length
      const leaves = range(root, end).filter((node) => forest.column[node] < 0)
      expect(leaves.length).toBeLessThanOrEqual(6)
      const rowsOf = new Map([...leaves].map((leaf) => [leaf, 0]))
      for (let row = 0; row < 400; row++) {
        let [node, depth] = [root, 0]
        for (; forest.column[node] >= 0; depth++) {
          node = columns[forest.column[node]][row] <= forest.threshold[node] ? forest.left[node] : forest.right[node]
        }
        expect(depth).toBeLessThanOrEqual(4)
        rowsOf.set(node, (rowsOf.get(node) ?? 0) + 1)
      }
      expect(Math.min(...rowsOf.values())).toBeGreaterThanOrEqual(37)
    }
  })

  test('can be cancelled between trees', async () => {
    const { columns, amount } = exampleRows(50, 2)
    const flag = createCancelFlag()
    let looked = 0
    const checkpoint = () => {
      if (++looked === 4) Atomics.store(flag, 0, 1)
      throwIfCancelled(flag)
    }
    const input = { binned: binned(columns, range(0, 50)), labels: amount, trainRows: range(0, 50) }
    const cancelled = boost({ ...input, validationRows: none }, squaredError, settings, { ...unattended, checkpoint })
    await expect(cancelled).rejects.toMatchObject({ code: 'job.cancelled' })
    expect(looked).toBe(4)
  })
})
