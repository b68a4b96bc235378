import type { Database } from 'better-sqlite3'
import type { ActColumns, ByUser } from './actColumns.ts'
import { readActTexts } from './actStore.ts'

/**
 * Ids of the acts that repeat an earlier one in every column, ascending. A repeated act stands beside its original among
 * its user's acts in order of time; where the numbers and the hash of the texts agree, the texts themselves decide.
 */
export function findDuplicates(database: Database, acts: ActColumns, byUser: ByUser): Uint32Array {
  const groups = alikeRows(acts, byUser)
  const ids = groups.flatMap((rows) => rows.map((row) => acts.id[row]))
  const texts = ids.length > 0 ? readActTexts(database, ids) : new Map<number, string>()
  const repeated: number[] = []
  for (const rows of groups) {
    const seen = new Set<string>()
    for (const row of rows.sort((a, b) => a - b)) {
      const text = texts.get(acts.id[row]) ?? ''
      if (seen.has(text)) repeated.push(acts.id[row])
      seen.add(text)
    }
  }
  return Uint32Array.from(repeated).sort()
}

/** Rows whose numbers and text hashes agree, in groups of two and more. */
function alikeRows(acts: ActColumns, { starts, order }: ByUser): number[][] {
  const groups: number[][] = []
  for (let user = 0; user + 1 < starts.length; user++) {
    for (let first = starts[user]; first < starts[user + 1];) {
      const time = acts.time[order[first]]
      let end = first + 1
      while (end < starts[user + 1] && acts.time[order[end]] === time) end++
      if (end - first > 1) groups.push(...alikeAtOnce(acts, order.subarray(first, end)))
      first = end
    }
  }
  return groups
}

/** Of acts of one user at one moment. */
function alikeAtOnce(acts: ActColumns, rows: Uint32Array): number[][] {
  const groups = new Map<string, number[]>()
  for (const row of rows) {
    const { product, kind, texts, quantity, price, amount, discount } = acts
    const numbers = [quantity[row], price[row], amount[row], discount[row]]
    const key = [product[row], kind[row], texts[row], ...numbers].join()
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return [...groups.values()].filter((group) => group.length > 1)
}
