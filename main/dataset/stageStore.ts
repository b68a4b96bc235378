import { rmSync, truncateSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { createTableFile, type TableFile } from '../storage/tableFile.ts'
import type { DataTable } from './batch.ts'
import { encodeRows, type StoredColumn } from './rowEncoder.ts'

/**
 * Rows on their way into a table that only grows: written to files of the same table beside the project, from which SQLite
 * takes them over page by page, as they are. Binding their values one by one costs more than all the rest of an import.
 */
export interface Stage {
  /** `columns` by the names they have in the table; those that are missing are NULL in every row. */
  add(rows: number, columns: Record<string, StoredColumn>): void
  /** Moves all that was added into the table. At most `mostFiles` times in one transaction, which it must be called in. */
  move(): void
  /** Gives up what was not moved. */
  abandon(): void
  /** Rows that wait to be moved. */
  waiting(): number
}

/** SQLite attaches ten files at most, and lets go of none before the transaction ends. */
export const mostFiles = 8

export function createStage(database: Database, table: DataTable): Stage {
  const columnsOf = database.prepare('SELECT name, "notnull" AS needed FROM pragma_table_info(?)')
  const known = columnsOf.all(table) as { name: string; needed: 0 | 1 }[]
  const createSql = database
    .prepare(`SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?`)
    .pluck()
    .get(table) as string
  let next = (database.prepare(`SELECT COALESCE(MAX(id), 0) FROM ${table}`).pluck().get() as number) + 1
  let file: TableFile | null = null
  return {
    add(rows, columns) {
      file ??= createTableFile(stagePath(database, attached(database).length), createSql)
      const all = known.map(({ name, needed }): StoredColumn & { needed: boolean } => ({
        ...(columns[name] ?? { kind: 'null' }),
        needed: needed === 1,
      }))
      encodeRows(file, next, rows, all)
      next += rows
    },
    move() {
      if (!file) return
      const number = attached(database).length
      file.finish()
      file = null
      const path = stagePath(database, number)
      database.prepare(`ATTACH ? AS staged${number}`).run(path)
      database.pragma(`staged${number}.cache_size = -1024`) // every page is read once
      database.exec(`INSERT INTO main.${table} SELECT * FROM staged${number}.${table}`)
      truncateSync(path) // SQLite can't let go of it yet, but it has read it
    },
    abandon() {
      file?.abandon()
      file = null
    },
    waiting: () => file?.rows() ?? 0,
  }
}

/** Lets go of the files and removes them, those that an import left which was killed as well. Not within a transaction. */
export function clearStages(database: Database): void {
  for (const name of attached(database)) database.exec(`DETACH ${name}`)
  for (let number = 0; number < mostFiles; number++) rmSync(stagePath(database, number), { force: true })
}

const attached = (database: Database): string[] =>
  database.prepare(`SELECT name FROM pragma_database_list WHERE name GLOB 'staged*'`).pluck().all() as string[]

const stagePath = (database: Database, number: number) => `${database.name}-staged${number}`
