import { describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { createRandom, type Random } from '../../../main/base/random.ts'
import { neighboursOf, nodeCount, type Graph } from '../../../main/insight/social/graph.ts'
import { measureInfluence, type Adoptions } from '../../../main/insight/social/influence.ts'
import { graphFrom, randomEdges } from './graphs.ts'

type Bought = [node: number, item: number, day: number]

const adoptionsOf = (rows: Bought[]): Adoptions => ({
  count: rows.length,
  node: Int32Array.from(rows, ([node]) => node),
  item: Int32Array.from(rows, ([, item]) => item),
  day: Int32Array.from(rows, ([, , day]) => day),
})

const measure = (graph: Graph, rows: Bought[], days: number[], shuffles = 200) =>
  measureInfluence(graph, adoptionsOf(rows), { days, shuffles, seed: 1 }, unattended)

/** As it is said: a neighbour bought the same 1 … d days before. */
const countByPairs = (graph: Graph, rows: Bought[], days: number) =>
  rows.filter(([node, item, day]) =>
    rows.some(
      ([other, same, earlier]) =>
        same === item && neighboursOf(graph, node).includes(other) && day - earlier >= 1 && day - earlier <= days,
    ),
  ).length

function permutations(items: number[]): number[][] {
  if (items.length < 2) return [items]
  return items.flatMap((first, at) =>
    permutations([...items.slice(0, at), ...items.slice(at + 1)]).map((rest) => [first, ...rest]),
  )
}

/** People who buy some of a few items, each on a day of its own choosing. */
function randomShop(people: number, items: number, random: Random): Bought[] {
  const rows: Bought[] = []
  for (let node = 0; node < people; node++) {
    for (let item = 0; item < items; item++) if (random.uniform() < 0.4) rows.push([node, item, random.integer(200)])
  }
  return rows
}

describe('purchases after a neighbour’s', () => {
  it('are counted as by going through all pairs', () => {
    const random = createRandom(5)
    for (let i = 0; i < 10; i++) {
      const graph = graphFrom(15, randomEdges(15, 0.25, random))
      const rows = random.shuffle(randomShop(15, 4, random))
      const found = measure(graph, rows, [3, 20, 365], 20)
      for (const { days, observed } of found.windows) expect(observed).toBe(countByPairs(graph, rows, days))
      expect(found.purchases).toBe(rows.length)
      const shared = rows.filter(([node, item]) => rows.some(([other, same]) => same === item && neighboursOf(graph, node).includes(other))) // prettier-ignore
      expect(found.shared).toBe(shared.length)
    }
  })

  it('are expected as often as over every way to deal the days', () => {
    const graph = graphFrom(5, [[0, 1], [1, 2], [2, 3], [3, 4]]) // prettier-ignore
    const days = [0, 4, 9, 9, 30]
    const all = permutations(days)
    const mean = (within: number) =>
      all.reduce((sum, dealt) => sum + countByPairs(graph, dealt.map((day, node) => [node, 0, day]), within), 0) / all.length // prettier-ignore
    const rows = days.map((day, node): Bought => [node, 0, day])
    const found = measure(graph, rows, [5, 10], 2000)
    for (const { days: within, expected } of found.windows) expect(Math.abs(expected - mean(within))).toBeLessThan(0.05)
  })

  it('have no ratio where nobody tied to a buyer bought the same', () => {
    const found = measure(graphFrom(3, [[0, 1]]), [[0, 0, 1], [2, 0, 5], [1, 1, 9]], [30]) // prettier-ignore
    expect(found).toMatchObject({ purchases: 3, shared: 0 })
    expect(found.windows[0]).toMatchObject({ observed: 0, expected: 0, ratio: { value: null, low: null, high: null }, p: 1 }) // prettier-ignore
  })
})

describe('the ratio', () => {
  const random = createRandom(11)
  const groups = Array.from({ length: 60 }, (_, group) => Array.from({ length: 6 }, (_, member) => 6 * group + member))
  const graph = graphFrom(
    360,
    groups.flatMap((group) => randomEdges(6, 0.6, random).map(([a, b]): [number, number] => [group[a], group[b]])),
  )

  it('stays around 1 where friends share tastes but none leads', () => {
    const rows = groups.flatMap((group, at) =>
      group.flatMap((node) => [0, 1].map((more): Bought => [node, (at + more) % 10, random.integer(365)])),
    )
    const [{ ratio }] = measure(graph, rows, [30]).windows
    expect(ratio.low).toBeLessThan(1)
    expect(ratio.high).toBeGreaterThan(1)
  })

  it('rises above 1 where a friend’s purchase brings one’s own soon after', () => {
    const rows: Bought[] = []
    for (let item = 0; item < 10; item++) {
      const day = new Map<number, number>()
      for (let node = 0; node < nodeCount(graph); node++)
        if (random.uniform() < 0.05) day.set(node, random.integer(365))
      for (const [node, first] of [...day]) {
        for (const friend of neighboursOf(graph, node)) {
          if (!day.has(friend) && random.uniform() < 0.4) day.set(friend, first + 1 + random.integer(10))
        }
      }
      day.forEach((bought, node) => rows.push([node, item, bought]))
    }
    const [{ ratio, p }] = measure(graph, rows, [14]).windows
    expect(ratio.low).toBeGreaterThan(2)
    expect(p).toBeLessThan(0.01)
  })
})
