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
 * and so throw away order. A block of n rows says (positives + ½) / (n + 1), the mean under Jeffreys' prior, since a few
 * customers who all came back prove no certainty; small blocks that this puts out of order are pooled again. Labels may be
 * shares; masked ones (NaN) are left out. The identity with fewer than 100 rows or fewer than 10 of either outcome.
 */
export function fitIsotonic(predicted: Float64Array, actual: Float64Array): Calibration {
  const rows = Array.from(actual.keys()).filter((row) => !Number.isNaN(actual[row]))
  const positives = rows.reduce((sum, row) => sum + actual[row], 0)
  if (rows.length < leastRows || positives < leastOfEach || rows.length - positives < leastOfEach) {
    return { kind: 'identity' }
  }
  rows.sort((i, j) => predicted[i] - predicted[j])
  const blocks = poolViolators(poolViolators(blocksOfEquals(rows, predicted, actual), mean), shrunk)

  const inputs = blocks.map((block) => block.predicted / block.rows)
  const outputs = blocks.map(shrunk)
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

const mean = ({ positives, rows }: Block): number => positives / rows
const shrunk = ({ positives, rows }: Block): number => (positives + 0.5) / (rows + 1)

/** One block per prediction, ascending: equal predictions are one before anything is compared. */
function blocksOfEquals(ascending: number[], predicted: Float64Array, actual: Float64Array): Block[] {
  const blocks: Block[] = []
  for (const row of ascending) {
    const value = predicted[row]
    const single = { low: value, high: value, predicted: value, positives: actual[row], rows: 1 }
    const before = blocks.at(-1)
    if (before?.high === value) blocks[blocks.length - 1] = joined(before, single)
    else blocks.push(single)
  }
  return blocks
}

/** Joins neighbours of ascending predictions until their levels ascend too. */
function poolViolators(ascending: Block[], level: (block: Block) => number): Block[] {
  const blocks: Block[] = []
  for (const next of ascending) {
    let block = next
    for (let before = blocks.at(-1); before && level(before) >= level(block); before = blocks.at(-1)) {
      blocks.pop()
      block = joined(before, block)
    }
    blocks.push(block)
  }
  return blocks
}

const joined = (before: Block, block: Block): Block => ({
  low: before.low,
  high: block.high,
  predicted: before.predicted + block.predicted,
  positives: before.positives + block.positives,
  rows: before.rows + block.rows,
})

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
