import type { Database, Statement } from 'better-sqlite3'
import type { Batch, ColumnData, DataTable, DictionaryName } from './batch.ts'
import type { StoredColumn } from './rowEncoder.ts'
import { createStage, mostFiles, type Stage } from './stageStore.ts'
import { textsOf } from './textColumn.ts'

/** Rows per statement: more costs memory without being faster. */
const rowsPerStatement = 100

/** NaN where there is none. */
type Value = string | number

/** What a canonical column is called in its table, where that differs. */
const storedName: Record<string, string> = {
  time: 'time_ms',
  type: 'type_id',
  brand: 'brand_id',
  category: 'category_id',
  launched_at: 'launched_ms',
  registered_at: 'registered_ms',
}

/** The key in the project of each text of the file's dictionaries, by the number it has in the file. */
export type Keys = Record<DictionaryName, number[]>

/** Stores batches of one source. */
export interface RowStore {
  add(batch: Batch): void
  /** To be called after the last batch. */
  finish(): void
  /** Gives up what was not stored yet. */
  abandon(): void
}

/** Tables to which rows are only added. */
const growingTables: DataTable[] = ['behaviour', 'social_link', 'campaign_contact']
/** Columns of whole numbers among those that a file may fill; keys, lines and sources are whole numbers, too. */
const wholeColumns = new Set(['time_ms', 'treated'])
/** Fewer rows are not worth a file of their own unless they are the last. */
const leastMoved = 1 << 16

/** `bytes`: of the file that is imported, so that its rows come in a few large portions. */
export function createRowStore(database: Database, sourceId: number, keys: Keys, bytes: number): RowStore {
  const insert = createInserter(database, sourceId, keys)
  const stages = new Map<DataTable, Stage>()
  let moves = 0
  return {
    add(batch) {
      if (!growingTables.includes(batch.table)) return insert(batch)
      const stage = stages.get(batch.table) ?? createStage(database, batch.table)
      stages.set(batch.table, stage)
      if (batch.rows > 0) stage.add(batch.rows, storedColumns(batch, sourceId, keys))
      const isDue = batch.bytesRead > ((moves + 1) / mostFiles) * bytes && stage.waiting() >= leastMoved
      if (!isDue || moves === mostFiles - 1) return
      stage.move()
      moves++
    },
    finish() {
      for (const stage of stages.values()) stage.move()
    },
    abandon() {
      for (const stage of stages.values()) stage.abandon()
    },
  }
}

/** A batch as its table's columns. */
function storedColumns(batch: Batch, sourceId: number, keys: Keys): Record<string, StoredColumn> {
  const columns: Record<string, StoredColumn> = {
    source_id: { kind: 'integer', values: new Float64Array(batch.rows).fill(sourceId) },
    line: { kind: 'integer', values: Float64Array.from(batch.lines) },
  }
  for (const column of batch.columns) columns[nameOf(column)] = storedColumn(column, keys)
  return columns
}

const nameOf = ({ field }: ColumnData) => storedName[field] ?? field

function storedColumn(column: ColumnData, keys: Keys): StoredColumn {
  if (column.kind === 'text') return column
  if (column.kind === 'number') {
    return { kind: wholeColumns.has(nameOf(column)) ? 'integer' : 'real', values: column.values }
  }
  const known = keys[column.dictionary]
  const values = new Float64Array(column.keys.length)
  for (let row = 0; row < values.length; row++) values[row] = column.keys[row] < 0 ? NaN : known[column.keys[row]]
  return { kind: 'integer', values }
}

/**
 * Stores rows by binding their values, where later rows replace earlier ones. Statements are prepared once per table and set
 * of columns. Binding costs more than SQLite's own work, hence three choices: values are passed as arguments, which beats an
 * array; what is missing is NaN, which SQLite takes for NULL at half the cost of null; and rows whose lines follow each other
 * share one line number.
 */
function createInserter(database: Database, sourceId: number, keys: Keys): (batch: Batch) => void {
  const statements = new Map<string, Inserts>()
  const values: Value[] = []
  return ({ table, rows, lines, columns }) => {
    const names = columns.map(nameOf)
    const id = `${table} ${names.join()}`
    const inserts = statements.get(id) ?? prepareInserts(database, table, names, sourceId)
    statements.set(id, inserts)
    const readers = columns.map((column) => createValueReader(column, keys))
    for (let from = 0; from < rows;) {
      const count = rows - from >= rowsPerStatement ? rowsPerStatement : 1
      const consecutive = count > 1 && areConsecutive(lines, from, count)
      const width = consecutive ? columns.length : columns.length + 1
      values.length = count * width
      readers.forEach((valueAt, at) => {
        for (let i = 0; i < count; i++) values[at + i * width] = valueAt(from + i)
      })
      if (consecutive) inserts.consecutive.run({ line: lines[from] }, ...values)
      else {
        for (let i = 0; i < count; i++) values[(i + 1) * width - 1] = lines[from + i]
        ;(count === 1 ? inserts.one : inserts.many).run(...values)
      }
      from += count
    }
  }
}

interface Inserts {
  /** Rows of lines that follow each other, the first of which is the parameter `line`. */
  consecutive: Statement
  many: Statement
  one: Statement
}

function prepareInserts(database: Database, table: DataTable, names: string[], sourceId: number): Inserts {
  const row = (line: string) => `(${sourceId}${', ?'.repeat(names.length)}, ${line})`
  const prepare = (rows: string[]) => database.prepare(insertSql(table, names, rows))
  const each = Array.from({ length: rowsPerStatement }, (_, i) => i)
  return {
    consecutive: prepare(each.map((i) => row(`@line + ${i}`))),
    many: prepare(each.map(() => row('?'))),
    one: prepare([row('?')]),
  }
}

/** Whether the `count` lines from `from` on each come right after the one before. */
function areConsecutive(lines: Int32Array, from: number, count: number): boolean {
  for (let i = 1; i < count; i++) if (lines[from + i] !== lines[from] + i) return false
  return true
}

/** The values of a column by row, keys of the file replaced by those of the project. */
function createValueReader(column: ColumnData, keys: Keys): (row: number) => Value {
  if (column.kind === 'number') return (row) => column.values[row]
  if (column.kind === 'key') {
    const known = keys[column.dictionary]
    return (row) => (column.keys[row] < 0 ? NaN : known[column.keys[row]])
  }
  const text = textsOf(column)
  return (row) => text(row) || NaN
}

/** A product or user that a file names twice keeps one row: of every fact the latest that is there. */
const factKeys: Partial<Record<DataTable, string>> = { product_fact: 'product_id', user_fact: 'user_id' }

function insertSql(table: DataTable, names: string[], rows: string[]): string {
  const insert = `INSERT INTO ${table} (source_id, ${names.join(', ')}, line) VALUES ${rows.join(', ')}`
  const key = factKeys[table]
  if (!key) return insert
  const facts = names.filter((name) => name !== key).map((name) => `${name} = COALESCE(excluded.${name}, ${name})`)
  return `${insert} ON CONFLICT (${key}, source_id) DO UPDATE SET ${['line = excluded.line', ...facts].join(', ')}`
}
