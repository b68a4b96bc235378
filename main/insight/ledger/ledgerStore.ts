import type { Database } from 'better-sqlite3'
import { decode, encode } from '../../base/codec.ts'
import { getChunks, putChunks, type ChunkPlace } from '../../storage/chunkStore.ts'
import { stateText } from '../../storage/state.ts'
import type { LedgerColumns } from './types.ts'

/** Grows with every change of `LedgerColumns`: one of another shape is made anew. */
const version = 1

const place: ChunkPlace = { table: 'ledger', keys: { id: 1 } }

/** Whether the ledger of the state that is looked at is kept in the project. */
export const isKept = (database: Database): boolean =>
  database
    .prepare('SELECT EXISTS (SELECT 1 FROM ledger_state WHERE state = ? AND version = ?)')
    .pluck()
    .get(stateText(database), version) === 1

/** Null where none of the state that is looked at is kept. */
export function keptLedger(database: Database): LedgerColumns | null {
  const bytes = isKept(database) ? getChunks(database, place) : null
  return bytes && decode<LedgerColumns>(bytes)
}

/** Takes the place of the one before. */
export function keepLedger(database: Database, ledger: LedgerColumns): void {
  database.transaction(() => {
    putChunks(database, place, encode(ledger))
    database.prepare('DELETE FROM ledger_state').run()
    database.prepare('INSERT INTO ledger_state (state, version) VALUES (?, ?)').run(stateText(database), version)
  })()
}
