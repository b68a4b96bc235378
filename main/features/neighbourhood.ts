import type { Links } from './links.ts'
import { visitNeighbours } from './socialColumns.ts'

/** Who is joined to whom by links made before a day, either way, each neighbour once: sparse rows of a 0/1 matrix. */
export interface Neighbourhood {
  /** The neighbours of user u are peers[starts[u]] … peers[starts[u + 1] − 1]. */
  starts: Int32Array
  peers: Int32Array
}

export function neighbourhoodAsOf(links: Links, cutoffDay: number): Neighbourhood {
  const users = links.starts.length - 1
  const starts = new Int32Array(users + 1)
  const peers = new Int32Array(links.peer.length)
  let count = 0
  for (let user = 0; user < users; user++) {
    visitNeighbours(links, user, cutoffDay, (peer) => {
      peers[count++] = peer
    })
    starts[user + 1] = count
  }
  return { starts, peers: peers.slice(0, count) }
}

export const degree = ({ starts }: Neighbourhood, user: number): number => starts[user + 1] - starts[user]

/** Sums over every user's neighbours of rows of `width` figures: one sparse product, linear in the links. */
export function sumOverNeighbours<Figures extends Float32Array | Float64Array>(
  { starts, peers }: Neighbourhood,
  figures: Figures,
  width = 1,
): Figures {
  const sums = figures.slice() as Figures
  sums.fill(0)
  for (let user = 0; user + 1 < starts.length; user++) {
    for (let k = starts[user]; k < starts[user + 1]; k++) {
      const from = peers[k] * width
      for (let j = 0; j < width; j++) sums[user * width + j] += figures[from + j]
    }
  }
  return sums
}
