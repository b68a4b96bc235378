import type { Work } from '../../base/job.ts'
import { createRandom } from '../../base/random.ts'
import type { Estimate } from '../../model/types.ts'
import { neighboursOf, nodeCount, type Graph } from './graph.ts'
import type { Influence, InfluenceWindow } from './types.ts'

/** First purchases of items by nodes of a graph: each node at most once per item. */
export interface Adoptions {
  count: number
  node: Int32Array
  item: Int32Array
  day: Int32Array
}

export interface InfluenceSettings {
  days: number[]
  shuffles: number
  seed: number
}

/** What is bought in common: per first purchase, the places of the neighbours' first purchases of the same. */
interface Shared {
  /** Places of one item are consecutive: item i has those from starts[i] to starts[i + 1] − 1. */
  starts: number[]
  day: Int32Array
  peerStarts: Int32Array
  peer: Int32Array
}

/**
 * How often a neighbour had bought the same (for the first time) 1 … d days before one's own first purchase, held
 * against the shuffle test of Anagnostopoulos, Kumar & Mahdian (KDD 2008): the days on which an item was first bought
 * are dealt anew among its own buyers. That keeps who is tied to whom (every degree), who buys what (every item's
 * popularity, and that friends share tastes) and when the item sold; it takes away only who came first. Shuffled links
 * would keep degrees and popularity too, but would call shared taste influence, so the days are shuffled.
 *
 * The ratio's interval is observed over the 97.5% and 2.5% quantiles of the shuffles. A ratio above 1 says that friends
 * buy closer together than the item's seasons explain. It does not say that one moved the other: an offer sent to both
 * does the same. Purchases on the same day count for neither, their order being unknown.
 */
export function measureInfluence(
  graph: Graph,
  adoptions: Adoptions,
  settings: InfluenceSettings,
  work: Work,
): Omit<Influence, 'of'> {
  const shared = sharedPurchases(graph, adoptions)
  const random = createRandom(settings.seed)
  const observed = countWithin(shared, shared.day, settings.days)
  const counts = settings.days.map(() => new Float64Array(settings.shuffles))
  const day = shared.day.slice()
  for (let shuffle = 0; shuffle < settings.shuffles; shuffle++) {
    work.checkpoint()
    work.progress('shuffle', shuffle, settings.shuffles)
    for (let i = 0; i + 1 < shared.starts.length; i++)
      random.shuffle(day.subarray(shared.starts[i], shared.starts[i + 1]))
    countWithin(shared, day, settings.days).forEach((count, at) => (counts[at][shuffle] = count))
  }
  return {
    shuffles: settings.shuffles,
    seed: settings.seed,
    purchases: adoptions.count,
    shared: shared.day.reduce((sum, _, at) => sum + Number(shared.peerStarts[at + 1] > shared.peerStarts[at]), 0),
    windows: settings.days.map((days, at) => ({ days, ...against(observed[at], counts[at].sort()) })),
  }
}

/** Items that no two neighbours bought are left out: no dealing of days changes their count of 0. */
function sharedPurchases(graph: Graph, { count, node, item, day }: Adoptions): Shared {
  const order = Array.from({ length: count }, (_, at) => at).sort((a, b) => item[a] - item[b] || node[a] - node[b])
  const placeOf = new Int32Array(nodeCount(graph)).fill(-1)
  const starts = [0]
  const days: number[] = []
  const peerStarts = [0]
  const peer: number[] = []
  for (let from = 0; from < count;) {
    let to = from
    while (to < count && item[order[to]] === item[order[from]]) to++
    const buyers = order.slice(from, to)
    const first = days.length
    buyers.forEach((at, place) => (placeOf[node[at]] = first + place))
    const lists = buyers.map((at) => placesOf(neighboursOf(graph, node[at]), placeOf))
    for (const at of buyers) placeOf[node[at]] = -1
    if (lists.some((list) => list.length > 0)) {
      buyers.forEach((at, place) => {
        days.push(day[at])
        for (const other of lists[place]) peer.push(other)
        peerStarts.push(peer.length)
      })
      starts.push(days.length)
    }
    from = to
  }
  return { starts, day: Int32Array.from(days), peerStarts: Int32Array.from(peerStarts), peer: Int32Array.from(peer) }
}

function placesOf(nodes: Int32Array, placeOf: Int32Array): number[] {
  const places: number[] = []
  for (const node of nodes) if (placeOf[node] >= 0) places.push(placeOf[node])
  return places
}

/** First purchases that a neighbour's preceded by at least one day and at most so many. */
function countWithin({ peerStarts, peer }: Shared, day: Int32Array, windows: number[]): number[] {
  const counts = windows.map(() => 0)
  for (let at = 0; at < day.length; at++) {
    let gap = Infinity
    for (let i = peerStarts[at]; i < peerStarts[at + 1]; i++) {
      const ahead = day[at] - day[peer[i]]
      if (ahead > 0 && ahead < gap) gap = ahead
    }
    if (gap === Infinity) continue
    for (let window = 0; window < windows.length; window++) if (gap <= windows[window]) counts[window]++
  }
  return counts
}

/** `shuffled` in ascending order. */
function against(observed: number, shuffled: Float64Array): Omit<InfluenceWindow, 'days'> {
  const expected = shuffled.reduce((sum, count) => sum + count, 0) / shuffled.length
  const asMany = shuffled.reduce((sum, count) => sum + Number(count >= observed), 0)
  const over = (count: number) => (count > 0 ? observed / count : null)
  const ratio: Estimate = {
    value: over(expected),
    low: over(quantile(shuffled, 0.975)),
    high: over(quantile(shuffled, 0.025)),
  }
  return { observed, expected, ratio, p: (asMany + 1) / (shuffled.length + 1) }
}

/** Linear between order statistics (Hyndman & Fan 1996, type 7). */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1)
  const below = Math.floor(at)
  return sorted[below] + (at - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below])
}
