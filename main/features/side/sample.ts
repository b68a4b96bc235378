import { hashText } from '../../base/random.ts'
import type { Keys } from '../keys.ts'

/** Positions, at most about so many: beyond that a sample by a hash of the key, the same at every cutoff. */
export function sampleByHash(what: string, positions: number[], most: number, { ids }: Keys): Int32Array {
  const share = most / positions.length
  const stays = (position: number) => hashText(`${what} ${ids[position]}`) / 2 ** 32 < share
  return Int32Array.from(share >= 1 ? positions : positions.filter(stays))
}
