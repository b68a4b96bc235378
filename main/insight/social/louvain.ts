import { unattended, type Work } from '../../base/job.ts'
import { createRandom, type Random } from '../../base/random.ts'
import { degreeOf, nodeCount, tieCount, type Graph } from './graph.ts'

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
export function findCommunities(
  graph: Graph,
  seed: number,
  tries: number,
  work: Pick<Work, 'checkpoint'> = unattended,
): Communities {
  const random = createRandom(seed)
  let best = divide(graph, random, work)
  let bestModularity = modularity(graph, best)
  for (let i = 1; i < tries; i++) {
    const of = divide(graph, random, work)
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
    for (let i = graph.starts[node]; i < graph.starts[node + 1]; i++) if (of[graph.peer[i]] === of[node]) inside++
  }
  return inside / ends - degrees.reduce((sum, degree) => sum + (degree / ends) ** 2, 0)
}

const visitsPerCheck = 65_536

function divide(graph: Graph, random: Random, work: Pick<Work, 'checkpoint'>): Int32Array {
  let level: Level = {
    starts: graph.starts,
    peer: graph.peer,
    weight: new Float64Array(graph.peer.length).fill(1),
    own: new Float64Array(nodeCount(graph)),
  }
  const of = Int32Array.from({ length: nodeCount(graph) }, (_, node) => node)
  for (;;) {
    const { community, moved } = moveNodes(level, random, work)
    if (!moved) return of
    const count = renumber(community)
    for (let node = 0; node < of.length; node++) of[node] = community[of[node]]
    level = merged(level, community, count)
  }
}

/**
 * First phase: each node goes where modularity gains most. All wait in line once; after that only those whose neighbour has
 * moved away (Ozaki, Tezuka & Inaba 2016): the others would stay where they are.
 */
function moveNodes(
  { starts, peer, weight, own }: Level,
  random: Random,
  work: Pick<Work, 'checkpoint'>,
): { community: Int32Array; moved: boolean } {
  const count = own.length
  const community = Int32Array.from({ length: count }, (_, node) => node)
  const strength = Float64Array.from(own)
  let all = 0
  for (let node = 0; node < count; node++) {
    for (let i = starts[node]; i < starts[node + 1]; i++) strength[node] += weight[i]
    all += strength[node]
  }
  if (all === 0) return { community, moved: false }
  const total = Float64Array.from(strength)
  const line = random.shuffle(Int32Array.from({ length: count }, (_, node) => node))
  const isWaiting = new Uint8Array(count).fill(1)
  const towards = new Float64Array(count)
  const touched = new Int32Array(count)
  let moved = false
  for (let at = 0, waiting = count; waiting > 0; at = (at + 1) % count) {
    if (at % visitsPerCheck === 0) work.checkpoint()
    const node = line[at]
    waiting--
    isWaiting[node] = 0
    let near = 0
    for (let i = starts[node]; i < starts[node + 1]; i++) {
      const there = community[peer[i]]
      if (towards[there] === 0) touched[near++] = there
      towards[there] += weight[i]
    }
    const from = community[node]
    const pull = strength[node] / all
    total[from] -= strength[node]
    let best = from
    let bestGain = towards[from] - total[from] * pull
    for (let k = 0; k < near; k++) {
      const gain = towards[touched[k]] - total[touched[k]] * pull
      // A gain within rounding would let nodes wander for ever.
      if (gain <= bestGain + 1e-9) continue
      best = touched[k]
      bestGain = gain
    }
    for (let k = 0; k < near; k++) towards[touched[k]] = 0
    total[best] += strength[node]
    if (best === from) continue
    community[node] = best
    moved = true
    for (let i = starts[node]; i < starts[node + 1]; i++) {
      const other = peer[i]
      if (isWaiting[other] === 1 || community[other] === best) continue
      isWaiting[other] = 1
      line[(at + 1 + waiting++) % count] = other
    }
  }
  return { community, moved }
}

/** Numbers communities 0, 1 … in place, by the first node of each, and returns how many there are. */
function renumber(community: Int32Array): number {
  const names = new Int32Array(community.length).fill(-1)
  let count = 0
  for (let node = 0; node < community.length; node++) {
    const old = community[node]
    if (names[old] < 0) names[old] = count++
    community[node] = names[old]
  }
  return count
}

/** Second phase: a graph whose nodes are the communities. */
function merged({ starts, peer, weight, own }: Level, community: Int32Array, count: number): Level {
  const { first, members } = membersOf(community, count)
  const inside = new Float64Array(count)
  const between = new Float64Array(count)
  const nextStarts = new Int32Array(count + 1)
  // Not more ties than before: those of a community are counted once for all of its members.
  const nextPeer = new Int32Array(peer.length)
  const nextWeight = new Float64Array(peer.length)
  let size = 0
  for (let from = 0; from < count; from++) {
    for (let m = first[from]; m < first[from + 1]; m++) {
      const node = members[m]
      inside[from] += own[node]
      for (let i = starts[node]; i < starts[node + 1]; i++) {
        const to = community[peer[i]]
        if (to === from) inside[from] += weight[i]
        else if (between[to] === 0) nextPeer[size++] = to
        if (to !== from) between[to] += weight[i]
      }
    }
    nextStarts[from + 1] = size
    for (let i = nextStarts[from]; i < size; i++) {
      nextWeight[i] = between[nextPeer[i]]
      between[nextPeer[i]] = 0
    }
  }
  return { starts: nextStarts, peer: nextPeer.slice(0, size), weight: nextWeight.slice(0, size), own: inside }
}

/** The nodes of community c are members[first[c]] … members[first[c + 1] − 1]. */
function membersOf(community: Int32Array, count: number): { first: Int32Array; members: Int32Array } {
  const first = new Int32Array(count + 1)
  for (const at of community) first[at + 1]++
  for (let at = 0; at < count; at++) first[at + 1] += first[at]
  const next = first.slice(0, count)
  const members = new Int32Array(community.length)
  for (let node = 0; node < community.length; node++) members[next[community[node]]++] = node
  return { first, members }
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
