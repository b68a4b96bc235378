import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { readSources } from './store.ts'

const declaration = z.array(z.string())

/** Which undated columns of a source count as known before any cutoff: `--known COLUMN,…` or `--known all`. */
export interface KnownColumns {
  /** False where there is no source. */
  has(sourceId: number | null, column: string): boolean
  /** Whether the source declares anything known: what is needed of rows that are undated as a whole. */
  any(sourceId: number): boolean
}

export function readKnownColumns(database: Database): KnownColumns {
  const bySource = new Map<number, Set<string>>()
  for (const { id, known } of readSources(database)) bySource.set(id, new Set(declaration.parse(JSON.parse(known))))
  return {
    has: (sourceId, column) => {
      const columns = sourceId === null ? undefined : bySource.get(sourceId)
      return columns !== undefined && (columns.has('all') || columns.has(column))
    },
    any: (sourceId) => (bySource.get(sourceId)?.size ?? 0) > 0,
  }
}
