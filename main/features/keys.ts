/** Ids of one table in ascending order, and their positions: every column indexed by user or product uses these. */
export interface Keys {
  ids: Int32Array
  count: number
  /** Position of an id, −1 for null and for what is not there. */
  at(id: number | null): number
}

export function createKeys(ids: ArrayLike<number>): Keys {
  const sorted = Int32Array.from(ids)
  const positions = new Int32Array((sorted.at(-1) ?? 0) + 1).fill(-1)
  for (let i = 0; i < sorted.length; i++) positions[sorted[i]] = i
  return { ids: sorted, count: sorted.length, at: (id) => (id === null ? -1 : (positions[id] ?? -1)) }
}
