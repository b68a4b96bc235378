import type { Database } from 'better-sqlite3'

/** user, cost of each dated contact between two moments that names one. */
export const iterateContactCosts = (
  database: Database,
  fromMs: number,
  toMs: number,
): IterableIterator<[number, number]> =>
  database
    .prepare<[number, number], [number, number]>(
      'SELECT user_id, cost FROM contact WHERE cost IS NOT NULL AND time_ms >= ? AND time_ms < ?',
    )
    .raw()
    .iterate(fromMs, toMs)
