import type { Calibration } from '../types.ts'

/** With fewer validation rows, or fewer of either outcome, the steps would be noise. */
const leastRows = 100
const leastOfEach = 10

/** Keeps the order inside the two outer plateaus, at no cost anyone could see. */
const plateauSlope = 1e-6

interface Block {
  low: number
  high: number
  /** Sum of predictions and of labels over the block's rows. */
  predicted: number
  positives: number
  rows: number
}

/**
 * Isotonic regression of outcome on predicted probability by pooling adjacent violators (Ayer et al. 1955; Zadrozny &
 * Elkan 2002), as knots at the centres of the pooled blocks with straight lines between: a step would tie all rows in it
 * and so throw away order. Outputs stay within [1/(n + 2), 1 − 1/(n + 2)] of the n rows, since no sample proves a
 * certainty. Masked labels (NaN) are left out. The identity with fewer than 100 rows or fewer than 10 of either outcome.
 */
export function fitIsotonic(predicted: Float64Array, actual: Float64Array): Calibration {
  const rows = Array.from(actual.keys()).filter((row) => !Number.isNaN(actual[row]))
  const positives = rows.reduce((sum, row) => sum + actual[row], 0)
  if (rows.length < leastRows || positives < leastOfEach || rows.length - positives < leastOfEach) {
    return { kind: 'identity' }
  }
  rows.sort((i, j) => predicted[i] - predicted[j])
  const blocks = poolViolators(rows, predicted, actual)
  const margin = 1 / (rows.length + 2)
  const level = ({ positives: sum, rows: count }: Block) => Math.min(1 - margin, Math.max(margin, sum / count))

  const inputs = blocks.map((block) => block.predicted / block.rows)
  const outputs = blocks.map(level)
  const [first, last] = [blocks[0], blocks[blocks.length - 1]]
  if (first.low < inputs[0]) {
    inputs.unshift(first.low)
    outputs.unshift(outputs[0] * (1 - plateauSlope))
  }
  if (last.high > inputs[inputs.length - 1]) {
    inputs.push(last.high)
    outputs.push(outputs[outputs.length - 1] + (1 - outputs[outputs.length - 1]) * plateauSlope)
  }
  return { kind: 'isotonic', inputs, outputs }
}

/** Blocks of ascending predictions whose mean outcomes ascend; equal predictions always share a block. */
function poolViolators(rows: number[], predicted: Float64Array, actual: Float64Array): Block[] {
  const blocks: Block[] = []
  for (const row of rows) {
    const value = predicted[row]
    let block: Block = { low: value, high: value, predicted: value, positives: actual[row], rows: 1 }
    for (let before = blocks.at(-1); before && mustPool(before, block); before = blocks.at(-1)) {
      blocks.pop()
      block = {
        low: before.low,
        high: block.high,
        predicted: before.predicted + block.predicted,
        positives: before.positives + block.positives,
        rows: before.rows + block.rows,
      }
    }
    blocks.push(block)
  }
  return blocks
}

const mustPool = (before: Block, block: Block): boolean =>
  before.high >= block.low || before.positives / before.rows >= block.positives / block.rows

/** Straight lines between the knots, constant beyond them. */
export function interpolate(inputs: number[], outputs: number[], value: number): number {
  if (value <= inputs[0]) return outputs[0]
  let low = 0
  let high = inputs.length - 1
  if (value >= inputs[high]) return outputs[high]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (inputs[middle] <= value) low = middle
    else high = middle
  }
  const share = (value - inputs[low]) / (inputs[high] - inputs[low])
  return outputs[low] + share * (outputs[high] - outputs[low])
}
