import { graphOf, type Graph } from '../../../main/insight/social/graph.ts'
import type { Random } from '../../../main/base/random.ts'

/** Zachary's karate club (1977): who met whom outside it; members are numbered from 1. */
const karateNeighbours: Record<number, number[]> = {
  1: [2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 18, 20, 22, 32],
  2: [3, 4, 8, 14, 18, 20, 22, 31],
  3: [4, 8, 9, 10, 14, 28, 29, 33],
  4: [8, 13, 14],
  5: [7, 11],
  6: [7, 11, 17],
  7: [17],
  9: [31, 33, 34],
  10: [34],
  14: [34],
  15: [33, 34],
  16: [33, 34],
  19: [33, 34],
  20: [34],
  21: [33, 34],
  23: [33, 34],
  24: [26, 28, 30, 33, 34],
  25: [26, 28, 32],
  26: [32],
  27: [30, 34],
  28: [34],
  29: [32, 34],
  30: [33, 34],
  31: [33, 34],
  32: [33, 34],
  33: [34],
}

export const karateEdges: [number, number][] = Object.entries(karateNeighbours).flatMap(([from, to]) =>
  to.map((other): [number, number] => [Number(from) - 1, other - 1]),
)

export const graphFrom = (count: number, edges: [number, number][]): Graph =>
  graphOf(
    count,
    edges.map(([from]) => from),
    edges.map(([, to]) => to),
  )

export function randomEdges(count: number, share: number, random: Random): [number, number][] {
  const edges: [number, number][] = []
  for (let a = 0; a < count; a++) for (let b = a + 1; b < count; b++) if (random.uniform() < share) edges.push([a, b])
  return edges
}
