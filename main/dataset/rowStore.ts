import type { Database, Statement } from 'better-sqlite3'
import type { Batch, ColumnData, DataTable, DictionaryName } from './batch.ts'
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

const nameOf = ({ field }: ColumnData) => storedName[field] ?? field

/**
 * Stores batches of one source. Statements are prepared once per table and set of columns. Binding costs more than SQLite's
 * own work, hence three choices: values are passed as arguments, which beats an array; what is missing is NaN, which SQLite
 * takes for NULL at half the cost of null; and rows whose lines follow each other share one line number.
 */
export function createInserter(database: Database, sourceId: number, keys: Keys): (batch: Batch) => void {
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
