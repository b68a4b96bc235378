import type { Database, Statement } from 'better-sqlite3'
import type { Batch, ColumnData, DataTable, DictionaryName } from './batch.ts'

/** Rows per statement: more costs memory without being faster. */
const rowsPerStatement = 100

type Value = string | number | null

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

/** Stores batches of one source. Statements are prepared once per table and set of columns. */
export function createInserter(database: Database, sourceId: number, keys: Keys): (batch: Batch) => void {
  const statements = new Map<string, { many: Statement; one: Statement }>()
  const values: Value[] = []
  return (batch) => {
    const names = batch.columns.map(({ field }) => storedName[field] ?? field)
    const id = `${batch.table} ${names.join()}`
    let prepared = statements.get(id)
    if (!prepared) {
      const prepare = (rows: number) => database.prepare(insertSql(batch.table, names, sourceId, rows))
      prepared = { many: prepare(rowsPerStatement), one: prepare(1) }
      statements.set(id, prepared)
    }
    const width = batch.columns.length + 1
    for (let from = 0; from < batch.rows;) {
      const rows = batch.rows - from >= rowsPerStatement ? rowsPerStatement : 1
      values.length = rows * width
      for (let i = 0; i < rows; i++) values[i * width] = batch.lines[from + i]
      batch.columns.forEach((column, i) => fillColumn(values, i + 1, width, column, keys, from, rows))
      ;(rows === 1 ? prepared.one : prepared.many).run(values)
      from += rows
    }
  }
}

/** Writes `rows` values of a column into every `width`th place of `values`, from place `at` on. */
function fillColumn(
  values: Value[],
  at: number,
  width: number,
  column: ColumnData,
  keys: Keys,
  from: number,
  rows: number,
): void {
  if (column.kind === 'number') {
    for (let i = 0; i < rows; i++) {
      const value = column.values[from + i]
      values[at + i * width] = value === value ? value : null
    }
  } else if (column.kind === 'key') {
    const known = keys[column.dictionary]
    for (let i = 0; i < rows; i++) {
      const key = column.keys[from + i]
      values[at + i * width] = key < 0 ? null : known[key]
    }
  } else {
    const { text, ends } = column
    let start = from === 0 ? 0 : ends[from - 1]
    for (let i = 0; i < rows; i++) {
      const end = ends[from + i]
      values[at + i * width] = start === end ? null : text.slice(start, end)
      start = end
    }
  }
}

/** A product or user that a file names twice keeps one row: of every fact the latest that is there. */
const factKeys: Partial<Record<DataTable, string>> = { product_fact: 'product_id', user_fact: 'user_id' }

function insertSql(table: DataTable, names: string[], sourceId: number, rows: number): string {
  const row = `(${sourceId}, ?${', ?'.repeat(names.length)})`
  const insert = `INSERT INTO ${table} (source_id, line, ${names.join(', ')}) VALUES ${Array(rows).fill(row).join(', ')}`
  const key = factKeys[table]
  if (!key) return insert
  const facts = names.filter((name) => name !== key).map((name) => `${name} = COALESCE(excluded.${name}, ${name})`)
  return `${insert} ON CONFLICT (${key}, source_id) DO UPDATE SET ${['line = excluded.line', ...facts].join(', ')}`
}
