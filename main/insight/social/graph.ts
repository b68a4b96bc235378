/** Who is tied to whom: simple and undirected, each customer's neighbours in ascending order. */
export interface Graph {
  /** The neighbours of node n are peer[starts[n]] … peer[starts[n + 1] − 1]. */
  starts: Int32Array
  peer: Int32Array
}

export const nodeCount = ({ starts }: Graph): number => starts.length - 1
export const tieCount = ({ peer }: Graph): number => peer.length / 2
export const degreeOf = ({ starts }: Graph, node: number): number => starts[node + 1] - starts[node]
export const neighboursOf = ({ starts, peer }: Graph, node: number): Int32Array =>
  peer.subarray(starts[node], starts[node + 1])

/** From pairs of nodes 0 … count − 1: each pair once, whichever way and however often it is named; none with itself. */
export function graphOf(count: number, from: ArrayLike<number>, to: ArrayLike<number>): Graph {
  const all = sortedHalves(count, from, to)
  const starts = new Int32Array(count + 1)
  const peer = new Int32Array(all.peer.length)
  let kept = 0
  for (let node = 0; node < count; node++) {
    starts[node] = kept
    let last = -1
    for (const other of neighboursOf(all, node)) {
      if (other !== last && other !== node) peer[kept++] = other
      last = other
    }
  }
  starts[count] = kept
  return { starts, peer: peer.slice(0, kept) }
}

function sortedHalves(count: number, from: ArrayLike<number>, to: ArrayLike<number>): Graph {
  const starts = new Int32Array(count + 1)
  for (let i = 0; i < from.length; i++) {
    starts[from[i] + 1]++
    starts[to[i] + 1]++
  }
  for (let node = 0; node < count; node++) starts[node + 1] += starts[node]
  const next = starts.slice(0, count)
  const peer = new Int32Array(2 * from.length)
  for (let i = 0; i < from.length; i++) {
    peer[next[from[i]]++] = to[i]
    peer[next[to[i]]++] = from[i]
  }
  for (let node = 0; node < count; node++) peer.subarray(starts[node], starts[node + 1]).sort()
  return { starts, peer }
}

/** Every tie once, as pairs with the lower node first. */
export function tiesOf(graph: Graph): { from: Int32Array; to: Int32Array } {
  const from = new Int32Array(tieCount(graph))
  const to = new Int32Array(tieCount(graph))
  let tie = 0
  for (let node = 0; node < nodeCount(graph); node++) {
    for (const other of neighboursOf(graph, node)) {
      if (other < node) continue
      from[tie] = node
      to[tie++] = other
    }
  }
  return { from, to }
}

/** The nodes within `steps` ties of a node, itself first, nearer ones before farther ones. */
export function nodesAround(graph: Graph, node: number, steps: number): Int32Array {
  const found = [node]
  const seen = new Set(found)
  for (let step = 0, from = 0; step < steps; step++) {
    const to = found.length
    for (; from < to; from++) {
      for (const other of neighboursOf(graph, found[from])) {
        if (seen.has(other)) continue
        seen.add(other)
        found.push(other)
      }
    }
  }
  return Int32Array.from(found)
}

/** The ties among the chosen nodes, which get the places 0, 1 … in the order given. */
export function partOf(graph: Graph, nodes: Int32Array): Graph {
  const place = new Map<number, number>()
  nodes.forEach((node, at) => place.set(node, at))
  const from: number[] = []
  const to: number[] = []
  nodes.forEach((node, at) => {
    for (const other of neighboursOf(graph, node)) {
      const there = place.get(other)
      if (there === undefined || there < at) continue
      from.push(at)
      to.push(there)
    }
  })
  return graphOf(nodes.length, from, to)
}
