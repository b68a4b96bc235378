import type { Random } from '../../base/random.ts'

/** Draws batches of row numbers: every row once, in a fresh random order, before any comes again. */
export interface Sampler {
  batchSize: number
  next(): Int32Array
}

export function createSampler(rows: Int32Array, batchSize: number, random: Random): Sampler {
  const order = rows.slice()
  const size = Math.min(batchSize, order.length)
  let at = order.length
  return {
    batchSize: size,
    next() {
      const batch = new Int32Array(size)
      for (let i = 0; i < size; i++) {
        if (at === order.length) {
          random.shuffle(order)
          at = 0
        }
        batch[i] = order[at++]
      }
      return batch
    },
  }
}

/** How many rows of each table a step takes, and how many steps make an epoch. */
export interface Schedule {
  stepsPerEpoch: number
  batchSizes: number[]
}

/** An epoch shorter than this would leave a small shop's network unlearned, whatever the number of epochs. */
const leastSteps = 32
const smallestBatch = 32

/**
 * The largest table fills a batch and decides the epoch's length; the others are spread over its steps, but with at
 * least a quarter of a batch each, so that a small table's gradient is not all noise. Few rows make smaller batches
 * first, and then epochs of several passes.
 */
export function scheduleSteps(tableRows: number[], batchSize: number): Schedule {
  const largest = Math.max(...tableRows)
  const full = Math.min(batchSize, Math.max(smallestBatch, Math.ceil(largest / leastSteps)))
  const stepsPerEpoch = Math.max(leastSteps, Math.ceil(largest / full))
  const batchSizes = tableRows.map((rows) => {
    const spread = Math.ceil(rows / stepsPerEpoch)
    return Math.min(rows, rows === largest ? full : Math.max(spread, Math.ceil(full / 4)))
  })
  return { stepsPerEpoch, batchSizes }
}
