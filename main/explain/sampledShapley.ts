import type { Work } from '../base/job.ts'
import { createRandom } from '../base/random.ts'

/** What each player adds to one outcome, on average over orders of joining. */
export interface ShapleyPart {
  value: number
  /** Standard error over the sampled orders. */
  error: number
}

export interface ShapleyGame {
  players: number
  outcomes: number
  /** The outcomes with those players alone who are present (1). */
  play(present: Uint8Array): number[]
}

export interface ShapleyValues {
  /** Of nobody, and of everybody, by outcome. */
  none: number[]
  all: number[]
  /** By outcome, then player. They add up to all − none in every sampled order, so in the mean, too. */
  parts: ShapleyPart[][]
}

/**
 * Shapley values by sampled orders of joining (Castro, Gómez & Tejada 2009; for predictions Štrumbelj & Kononenko 2014), each
 * order followed by its reverse, which cancels much of the noise (Mitchell et al. 2022). `pairs` ≥ 2 orders with their reverse
 * cost 2 · pairs · (players − 1) + 2 plays.
 */
export function sampleShapley(
  { players, outcomes, play }: ShapleyGame,
  { pairs, seed }: { pairs: number; seed: number },
  work: Work,
): ShapleyValues {
  const random = createRandom(seed)
  const order = Int32Array.from({ length: players }, (_, player) => player)
  const none = play(new Uint8Array(players))
  const all = play(new Uint8Array(players).fill(1))
  const sums = new Float64Array(outcomes * players)
  const squares = new Float64Array(outcomes * players)
  const ofPair = new Float64Array(outcomes * players)
  const follow = (joining: Int32Array) => {
    const present = new Uint8Array(players)
    let before = none
    joining.forEach((player, at) => {
      present[player] = 1
      const after = at === players - 1 ? all : play(present)
      for (let o = 0; o < outcomes; o++) ofPair[o * players + player] += (after[o] - before[o]) / 2
      before = after
    })
  }
  for (let pair = 0; pair < pairs; pair++) {
    work.checkpoint()
    work.progress('shapley', pair, pairs)
    ofPair.fill(0)
    random.shuffle(order)
    follow(order)
    follow(order.toReversed())
    for (let i = 0; i < ofPair.length; i++) {
      sums[i] += ofPair[i]
      squares[i] += ofPair[i] ** 2
    }
  }
  const partOf = (i: number): ShapleyPart => {
    const value = sums[i] / pairs
    return { value, error: Math.sqrt(Math.max(0, squares[i] - pairs * value * value) / (pairs - 1) / pairs) }
  }
  return {
    ...{ none, all },
    parts: Array.from({ length: outcomes }, (_, o) =>
      Array.from({ length: players }, (_, p) => partOf(o * players + p)),
    ),
  }
}
