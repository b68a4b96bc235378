import { unattended, type Work } from '../../base/job.ts'
import type { Random } from '../../base/random.ts'
import { graphOf, nodeCount, tieCount, tiesOf, type Graph } from './graph.ts'

/**
 * Swaps tried per tie: enough to forget where the ties were (Milo et al. 2003 advise some tens). Of a large graph three leave
 * e⁻⁶, a four-hundredth, of the ties where they were.
 */
const swapsPerTie = (ties: number): number => (ties > 100_000 ? 3 : 10)

const swapsPerCheck = 262_144

/**
 * A graph in which everybody has as many ties as before, but with others: pairs of ties exchange their ends (Maslov &
 * Sneppen 2002). A swap that would tie somebody to itself or twice to the same is left out.
 */
export function rewired(graph: Graph, random: Random, work: Pick<Work, 'checkpoint'> = unattended): Graph {
  const { starts } = graph
  const peer = graph.peer.slice()
  const { owner, other } = halvesOf(graph)
  const isTied = (a: number, b: number): boolean => {
    for (let i = starts[a]; i < starts[a + 1]; i++) if (peer[i] === b) return true
    return false
  }
  for (let i = swapsPerTie(tieCount(graph)) * tieCount(graph); i > 0; i--) {
    if (i % swapsPerCheck === 0) work.checkpoint()
    // Either end of either tie is as likely: else some ties could never arise.
    const [ab, cd] = [random.integer(peer.length), random.integer(peer.length)]
    const [a, b, c, d] = [owner[ab], peer[ab], owner[cd], peer[cd]]
    if (a === d || c === b || a === c || b === d || isTied(a, d) || isTied(c, b)) continue
    const [ba, dc] = [other[ab], other[cd]]
    peer[ab] = d
    peer[dc] = a
    peer[cd] = b
    peer[ba] = c
    ;[other[ab], other[dc], other[cd], other[ba]] = [dc, ab, ba, cd]
  }
  const { from, to } = tiesOf({ starts, peer })
  return graphOf(nodeCount(graph), from, to)
}

/** Of each half of a tie whose it is, and where the other half stands. */
function halvesOf({ starts, peer }: Graph): { owner: Int32Array; other: Int32Array } {
  const owner = new Int32Array(peer.length)
  const other = new Int32Array(peer.length)
  // Neighbours ascend, so the halves that point to a node come in the order in which it lists their owners.
  const next = starts.slice()
  for (let node = 0; node + 1 < starts.length; node++) {
    for (let i = starts[node]; i < starts[node + 1]; i++) {
      owner[i] = node
      other[i] = next[peer[i]]++
    }
  }
  return { owner, other }
}
