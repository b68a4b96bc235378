import type { Database } from 'better-sqlite3'
import { shopFilter } from './input.ts'
import type { SavedFilter, ShopFilter } from './types.ts'

/** By name. */
export function savedFilters(database: Database): SavedFilter[] {
  const rows = database.prepare('SELECT id, name, filter FROM saved_filter ORDER BY name').all() as {
    id: number
    name: string
    filter: string
  }[]
  return rows.map(({ id, name, filter }) => ({ id, name, filter: shopFilter.parse(JSON.parse(filter)) }))
}

/** One of the same name is replaced. */
export function saveFilter(database: Database, name: string, filter: ShopFilter): void {
  database
    .prepare(
      'INSERT INTO saved_filter (name, filter) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET filter = excluded.filter',
    )
    .run(name, JSON.stringify(filter))
}

export function deleteFilter(database: Database, id: number): void {
  database.prepare('DELETE FROM saved_filter WHERE id = ?').run(id)
}
