import { createRandom, type Random } from '../../base/random.ts'
import { degreeOf, neighboursOf, nodeCount, tieCount, type Graph } from './graph.ts'

/** A division of a graph's nodes: of each node the community, 0 the largest. */
export interface Communities {
  of: Int32Array
  count: number
  modularity: number
}

/** Nodes with weighted ties among them; `own` is twice the weight that lies within a node. */
interface Level {
  starts: Int32Array
  peer: Int32Array
  weight: Float64Array
  own: Float64Array
}

/**
 * Communities by the Louvain method (Blondel, Guillaume, Lambiotte & Lefebvre 2008): nodes move to the neighbouring
 * community that adds most modularity until none gains, then communities become nodes and it begins again. The order of
 * the nodes is drawn by the seed; the best of `tries` orders is kept. Ties weigh the same: what a weight means differs
 * from file to file.
 */
export function findCommunities(graph: Graph, seed: number, tries: number): Communities {
  const random = createRandom(seed)
  let best = divide(graph, random)
  let bestModularity = modularity(graph, best)
  for (let i = 1; i < tries; i++) {
    const of = divide(graph, random)
    const value = modularity(graph, of)
    if (value <= bestModularity) continue
    best = of
    bestModularity = value
  }
  return { ...bySize(best), modularity: bestModularity }
}

/** Small graphs are divided often for little; a large one once. */
export const triesFor = (graph: Graph): number => Math.min(10, Math.max(1, Math.floor(200_000 / (tieCount(graph) + 1))))

/**
 * Newman & Girvan's modularity (2004): the share of ties within communities less what the degrees alone would bring
 * there, Σ (ties inside / ties − (degrees / 2·ties)²). 0 without ties.
 */
export function modularity(graph: Graph, of: Int32Array): number {
  const ends = graph.peer.length
  if (ends === 0) return 0
  const degrees = new Float64Array(nodeCount(graph))
  let inside = 0
  for (let node = 0; node < nodeCount(graph); node++) {
    degrees[of[node]] += degreeOf(graph, node)
    for (const other of neighboursOf(graph, node)) if (of[other] === of[node]) inside++
  }
  return inside / ends - degrees.reduce((sum, degree) => sum + (degree / ends) ** 2, 0)
}

function divide(graph: Graph, random: Random): Int32Array {
  let level: Level = {
    starts: graph.starts,
    peer: graph.peer,
    weight: new Float64Array(graph.peer.length).fill(1),
    own: new Float64Array(nodeCount(graph)),
  }
  const of = Int32Array.from({ length: nodeCount(graph) }, (_, node) => node)
  for (;;) {
    const { community, moved } = moveNodes(level, random)
    if (!moved) return of
    const count = renumber(community)
    for (let node = 0; node < of.length; node++) of[node] = community[of[node]]
    level = merged(level, community, count)
  }
}

/** First phase: each node goes where modularity gains most, round after round. */
function moveNodes({ starts, peer, weight, own }: Level, random: Random): { community: Int32Array; moved: boolean } {
  const count = own.length
  const community = Int32Array.from({ length: count }, (_, node) => node)
  const strength = Float64Array.from(own)
  for (let node = 0; node < count; node++)
    for (let i = starts[node]; i < starts[node + 1]; i++) strength[node] += weight[i]
  const total = Float64Array.from(strength)
  const all = strength.reduce((sum, value) => sum + value, 0)
  const order = random.shuffle(Int32Array.from({ length: count }, (_, node) => node))
  const towards = new Float64Array(count)
  let moved = false
  // Of a large level the last thousandth would cost as many rounds as all others.
  const worthARound = Math.floor(count / 1000)
  for (let changed = all > 0 ? count : 0; changed > worthARound;) {
    changed = 0
    for (const node of order) {
      const touched: number[] = []
      for (let i = starts[node]; i < starts[node + 1]; i++) {
        const there = community[peer[i]]
        if (towards[there] === 0) touched.push(there)
        towards[there] += weight[i]
      }
      const from = community[node]
      total[from] -= strength[node]
      let best = from
      let bestGain = towards[from] - (total[from] * strength[node]) / all
      for (const there of touched) {
        const gain = towards[there] - (total[there] * strength[node]) / all
        // A gain within rounding would let nodes wander for ever.
        if (gain <= bestGain + 1e-9) continue
        best = there
        bestGain = gain
      }
      for (const there of touched) towards[there] = 0
      total[best] += strength[node]
      if (best === from) continue
      community[node] = best
      changed++
      moved = true
    }
  }
  return { community, moved }
}

/** Numbers communities 0, 1 … in place and returns how many there are. */
function renumber(community: Int32Array): number {
  const names = new Map<number, number>()
  for (let node = 0; node < community.length; node++) {
    const name = names.get(community[node]) ?? names.size
    names.set(community[node], name)
    community[node] = name
  }
  return names.size
}

/** Second phase: a graph whose nodes are the communities. */
function merged({ starts, peer, weight, own }: Level, community: Int32Array, count: number): Level {
  const between = Array.from({ length: count }, () => new Map<number, number>())
  const inside = new Float64Array(count)
  for (let node = 0; node < own.length; node++) {
    const from = community[node]
    inside[from] += own[node]
    for (let i = starts[node]; i < starts[node + 1]; i++) {
      const to = community[peer[i]]
      if (to === from) inside[from] += weight[i]
      else between[from].set(to, (between[from].get(to) ?? 0) + weight[i])
    }
  }
  const nextStarts = new Int32Array(count + 1)
  between.forEach((ties, at) => (nextStarts[at + 1] = nextStarts[at] + ties.size))
  return {
    starts: nextStarts,
    peer: Int32Array.from(between.flatMap((ties) => [...ties.keys()])),
    weight: Float64Array.from(between.flatMap((ties) => [...ties.values()])),
    own: inside,
  }
}

/** Numbers communities from the largest; of equal ones that of the earlier node comes first. */
function bySize(of: Int32Array): { of: Int32Array; count: number } {
  const community = of.slice()
  const count = renumber(community)
  const sizes = new Int32Array(count)
  for (const at of community) sizes[at]++
  const order = Array.from(sizes.keys()).sort((a, b) => sizes[b] - sizes[a] || a - b)
  const rank = new Int32Array(count)
  order.forEach((name, at) => (rank[name] = at))
  return { of: community.map((name) => rank[name]), count }
}
