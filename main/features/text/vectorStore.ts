import type { Database } from 'better-sqlite3'
import { describedCharacters } from '../store.ts'

/** Every text of the catalogue once, as the catalogue is read: title and the beginning of the description. */
export const readTexts = (database: Database): { title: string | null; description: string | null }[] =>
  database
    .prepare<[], { title: string | null; description: string | null }>(
      `SELECT DISTINCT title, SUBSTR(description, 1, ${describedCharacters}) AS description FROM product_current
       WHERE title IS NOT NULL OR description IS NOT NULL`,
    )
    .all()

export function readVectors(database: Database, model: string, hashes: Buffer[]): (Buffer | undefined)[] {
  const select = database
    .prepare<[string, Buffer], Buffer>('SELECT vector FROM text_vector WHERE model = ? AND text_sha256 = ?')
    .pluck()
  return hashes.map((hash) => select.get(model, hash))
}

export function insertVectors(database: Database, model: string, hashes: Buffer[], vectors: Buffer[]): void {
  const insert = database.prepare('INSERT OR REPLACE INTO text_vector (model, text_sha256, vector) VALUES (?, ?, ?)')
  database.transaction(() => hashes.forEach((hash, i) => insert.run(model, hash, vectors[i])))()
}
