import type { Random } from '../../base/random.ts'
import { graphOf, nodeCount, tiesOf, type Graph } from './graph.ts'

/** Swaps tried per tie: enough to forget where the ties were (Milo et al. 2003 advise some tens; ten move nearly all). */
const swapsPerTie = 10

/**
 * A graph in which everybody has as many ties as before, but with others: pairs of ties exchange their ends (Maslov &
 * Sneppen 2002). A swap that would tie somebody to itself or twice to the same is left out.
 */
export function rewired(graph: Graph, random: Random): Graph {
  const { from, to } = tiesOf(graph)
  const count = nodeCount(graph)
  const keyOf = (a: number, b: number) => Math.min(a, b) * count + Math.max(a, b)
  const taken = new Set<number>()
  for (let tie = 0; tie < from.length; tie++) taken.add(keyOf(from[tie], to[tie]))
  for (let i = 0; i < swapsPerTie * from.length; i++) {
    const first = random.integer(from.length)
    const second = random.integer(from.length)
    // The end that is exchanged is either one of the second tie: else some ties could never arise.
    if (random.uniform() < 0.5) [from[second], to[second]] = [to[second], from[second]]
    const [a, b, c, d] = [from[first], to[first], from[second], to[second]]
    if (a === d || c === b || taken.has(keyOf(a, d)) || taken.has(keyOf(c, b))) continue
    taken.delete(keyOf(a, b))
    taken.delete(keyOf(c, d))
    taken.add(keyOf(a, d))
    taken.add(keyOf(c, b))
    to[first] = d
    to[second] = b
  }
  return graphOf(count, from, to)
}
