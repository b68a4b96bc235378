import type { Database } from 'better-sqlite3'
import { decode, encode } from '../../base/codec.ts'
import { getChunks, putChunks, type ChunkPlace } from '../../storage/chunkStore.ts'
import { stateText } from '../../storage/state.ts'

/** Columns that are made from the rows of a state and kept in the project. */
export interface KeptColumns<Columns> {
  /** Whether those of the state that is looked at are kept. */
  isKept(database: Database): boolean
  /** Null where none of the state that is looked at are kept. */
  read(database: Database): Columns | null
  /** Takes the place of those before. */
  keep(database: Database, columns: Columns): void
}

/** `version` grows with every change of the columns' shape or meaning: kept ones of another are made anew. */
export function keptColumns<Columns>(table: 'ledger' | 'searches', version: number): KeptColumns<Columns> {
  const place: ChunkPlace = { table, keys: { id: 1 } }
  const isKept = (database: Database) =>
    database
      .prepare(`SELECT EXISTS (SELECT 1 FROM ${table}_state WHERE state = ? AND version = ?)`)
      .pluck()
      .get(stateText(database), version) === 1
  return {
    isKept,
    read(database) {
      const bytes = isKept(database) ? getChunks(database, place) : null
      return bytes && decode<Columns>(bytes)
    },
    keep(database, columns) {
      database.transaction(() => {
        putChunks(database, place, encode(columns))
        database.prepare(`DELETE FROM ${table}_state`).run()
        database.prepare(`INSERT INTO ${table}_state (state, version) VALUES (?, ?)`).run(stateText(database), version)
      })()
    },
  }
}
