import type { OpenProject } from '../storage/operation.ts'
import type { Keys } from './keys.ts'
import type { KnownColumns } from './known.ts'
import { iterateLinks } from './store.ts'

/** The day of what has no date but is declared known: before any cutoff. */
export const undated = -(2 ** 31)

/** Links of every user in both directions, by user, then peer. */
export interface Links {
  /** The links of user u are starts[u] … starts[u + 1] − 1. */
  starts: Int32Array
  peer: Int32Array
  /** 1 where the user named the peer, 0 where the peer named the user. */
  outward: Uint8Array
  /** `undated` where it has none. */
  day: Int32Array
}

/** Undated links count only where their source declares them known; links to oneself never. */
export function loadLinks({ database, calendar }: OpenProject, users: Keys, known: KnownColumns): Links {
  const from: number[] = []
  const to: number[] = []
  const days: number[] = []
  for (const [userId, peerId, timeMs, sourceId] of iterateLinks(database)) {
    if (userId === peerId || (timeMs === null && !known.any(sourceId))) continue
    from.push(users.at(userId))
    to.push(users.at(peerId))
    days.push(timeMs === null ? undated : calendar.dayNumber(timeMs))
  }
  return bothWays(users.count, from, to, days)
}

function bothWays(users: number, from: number[], to: number[], days: number[]): Links {
  const starts = new Int32Array(users + 1)
  for (let i = 0; i < from.length; i++) {
    starts[from[i] + 1]++
    starts[to[i] + 1]++
  }
  for (let user = 0; user < users; user++) starts[user + 1] += starts[user]
  // Half-link 2i goes outward from the user of link i, 2i + 1 comes in at its peer.
  const halves = new Int32Array(2 * from.length)
  const next = starts.slice(0, users)
  for (let i = 0; i < from.length; i++) {
    halves[next[from[i]]++] = 2 * i
    halves[next[to[i]]++] = 2 * i + 1
  }
  const peerOf = (half: number) => (half % 2 === 0 ? to : from)[half >> 1]
  for (let user = 0; user < users; user++) {
    halves.subarray(starts[user], starts[user + 1]).sort((a, b) => peerOf(a) - peerOf(b) || a - b)
  }
  return {
    starts,
    peer: halves.map(peerOf),
    outward: Uint8Array.from(halves, (half) => 1 - (half % 2)),
    day: halves.map((half) => days[half >> 1]),
  }
}
