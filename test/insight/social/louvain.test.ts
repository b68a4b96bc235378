import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../main/base/random.ts'
import { degreeOf, nodeCount, nodesAround, partOf, tieCount, tiesOf } from '../../../main/insight/social/graph.ts'
import { findCommunities, modularity } from '../../../main/insight/social/louvain.ts'
import { rewired } from '../../../main/insight/social/rewire.ts'
import { graphFrom, karateEdges, randomEdges } from './graphs.ts'

const karate = graphFrom(34, karateEdges)

/** Newman & Girvan's sum over all pairs of nodes, as it is written in their paper. */
function modularityByPairs(count: number, edges: [number, number][], of: ArrayLike<number>): number {
  const tied = (a: number, b: number) =>
    edges.some(([from, to]) => (from === a && to === b) || (from === b && to === a))
  const degree = (node: number) => edges.filter((edge) => edge.includes(node)).length
  let sum = 0
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      if (of[a] === of[b]) sum += Number(a !== b && tied(a, b)) - (degree(a) * degree(b)) / (2 * edges.length)
    }
  }
  return sum / (2 * edges.length)
}

/** The best modularity of any division, by trying all of them. */
function bestModularity(count: number, edges: [number, number][]): number {
  const graph = graphFrom(count, edges)
  let best = -1
  const of = new Int32Array(count)
  const divide = (node: number, used: number): void => {
    if (node === count) {
      best = Math.max(best, modularity(graph, of))
      return
    }
    for (let community = 0; community <= used; community++) {
      of[node] = community
      divide(node + 1, Math.max(used, community + 1))
    }
  }
  divide(0, 0)
  return best
}

describe('Zachary’s karate club', () => {
  it('has 78 ties, and its split as it happened the published modularity', () => {
    expect([nodeCount(karate), tieCount(karate)]).toEqual([34, 78])
    const first = [1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 17, 18, 20, 22]
    const split = Int32Array.from({ length: 34 }, (_, node) => (first.includes(node + 1) ? 0 : 1))
    expect(modularity(karate, split)).toBeCloseTo(0.3715, 4)
  })

  it.each([1, 2, 3, 4, 5])(
    'falls into communities of modularity .415 or more, up to the known optimum (seed %i)',
    (seed) => {
      const found = findCommunities(karate, seed, 10)
      expect(found.modularity).toBeGreaterThanOrEqual(0.415)
      expect(found.modularity).toBeLessThanOrEqual(0.4198)
      expect(found.modularity).toBeCloseTo(modularityByPairs(34, karateEdges, found.of), 10)
      const sizes = Array.from({ length: found.count }, (_, at) => found.of.filter((own) => own === at).length)
      expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
      expect(findCommunities(karate, seed, 10)).toEqual(found)
    },
  )

  it('is far less divided where its ties’ ends are shuffled', () => {
    const shuffled = rewired(karate, createRandom(1))
    for (let node = 0; node < 34; node++) expect(degreeOf(shuffled, node)).toBe(degreeOf(karate, node))
    expect(tieCount(shuffled)).toBe(78)
    expect(tiesOf(shuffled)).not.toEqual(tiesOf(karate))
    expect(findCommunities(shuffled, 1, 10).modularity).toBeLessThan(0.36)
  })
})

describe('communities', () => {
  it('are the cliques that one tie joins', () => {
    const clique = (first: number): [number, number][] =>
      randomEdges(5, 2, createRandom(1)).map(([a, b]) => [a + first, b + first])
    const found = findCommunities(graphFrom(10, [...clique(0), ...clique(5), [4, 5]]), 1, 1)
    expect([...found.of]).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
  })

  it('come near the best division of small graphs, found by trying all', () => {
    const random = createRandom(3)
    for (let i = 0; i < 12; i++) {
      const edges = randomEdges(7, 0.4, random)
      if (edges.length === 0) continue
      const found = findCommunities(graphFrom(7, edges), 1, 10)
      const best = bestModularity(7, edges)
      expect(found.modularity).toBeCloseTo(modularityByPairs(7, edges, found.of), 10)
      expect(found.modularity).toBeLessThanOrEqual(best + 1e-12)
      expect(found.modularity).toBeGreaterThan(best - 0.03)
    }
  })

  it('of nobody, and of people without ties, are nothing and each alone', () => {
    expect(findCommunities(graphFrom(0, []), 1, 3)).toMatchObject({ count: 0, modularity: 0 })
    expect(findCommunities(graphFrom(3, []), 1, 3)).toMatchObject({ count: 3, modularity: 0 })
  })
})

describe('a graph', () => {
  it('knows each tie once, and none with oneself', () => {
    const graph = graphFrom(4, [[0, 1], [1, 0], [0, 1], [2, 2], [1, 3]]) // prettier-ignore
    expect(tieCount(graph)).toBe(2)
    expect(tiesOf(graph)).toEqual({ from: Int32Array.of(0, 1), to: Int32Array.of(1, 3) })
  })

  it('finds who is within some steps, and the ties among them', () => {
    const path = graphFrom(6, [[0, 1], [1, 2], [2, 3], [3, 4], [0, 2]]) // prettier-ignore
    expect([...nodesAround(path, 3, 1)]).toEqual([3, 2, 4])
    expect([...nodesAround(path, 3, 2)]).toEqual([3, 2, 4, 0, 1])
    expect([...nodesAround(path, 5, 3)]).toEqual([5])
    const part = partOf(path, Int32Array.of(2, 0, 1, 5))
    expect(tiesOf(part)).toEqual({ from: Int32Array.of(0, 0, 1), to: Int32Array.of(1, 2, 2) })
  })
})
