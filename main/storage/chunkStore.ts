import type { Database } from 'better-sqlite3'

/** Where a large value stands: a table with a `chunk` and its `bytes` beside the columns that say whose it is. */
export interface ChunkPlace {
  table: string
  keys: Record<string, string | number>
}

const chunkBytes = 1 << 20

/** Stores a large value in pieces of at most 1 MB, replacing what stood there. */
export function putChunks(database: Database, { table, keys }: ChunkPlace, bytes: Uint8Array): void {
  const names = Object.keys(keys)
  database.prepare(`DELETE FROM ${table} WHERE ${matching(names)}`).run(keys)
  const insert = database.prepare(
    `INSERT INTO ${table} (${names.join(', ')}, chunk, bytes) VALUES (${names.map((name) => `@${name}`).join(', ')}, @chunk, @bytes)`,
  )
  for (let at = 0, chunk = 0; at < bytes.length || chunk === 0; at += chunkBytes, chunk++) {
    insert.run({ ...keys, chunk, bytes: bytes.subarray(at, at + chunkBytes) })
  }
}

/** Null where nothing stands there. */
export function getChunks(database: Database, { table, keys }: ChunkPlace): Buffer | null {
  const rows = database
    .prepare(`SELECT bytes FROM ${table} WHERE ${matching(Object.keys(keys))} ORDER BY chunk`)
    .all(keys) as { bytes: Buffer }[]
  return rows.length > 0 ? Buffer.concat(rows.map(({ bytes }) => bytes)) : null
}

const matching = (names: string[]): string => names.map((name) => `${name} = @${name}`).join(' AND ')
