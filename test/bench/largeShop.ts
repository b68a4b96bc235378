import { dayMs } from '../../main/base/calendar.ts'
import { createRandom } from '../../main/base/random.ts'
import { changeData } from '../../main/dataset/clean/change.ts'
import { createProjectFile, openForWriting } from '../../main/storage/open.ts'
import type { Database } from 'better-sqlite3'
import { insertRun } from '../../main/model/store.ts'
import { exampleRun } from '../report/exampleRun.ts'

export interface LargeShop {
  acts: number
  users: number
  products: number
}

const brands = 500
const categories = 60
const queries = 2000
const regions = ['North', 'East', 'South', 'West', 'Centre']
/** Of two years. */
const days = 730

/**
 * A project of any size, filled by plain SQL: acts of which a tenth are purchases and a fortieth searches, by users few of
 * whom buy often, on products few of which are looked at often; people, catalogue, and a run that scored everybody.
 */
export function createLargeShop(path: string, { acts, users, products }: LargeShop): void {
  createProjectFile(path, { currency: 'CNY', timezone: 'UTC' }, 0)
  const { database } = openForWriting(path)
  const random = createRandom(7)
  database.transaction(() => {
    fill(database, 'user', ['external'], users, (i) => [`U${i}`])
    fill(database, 'product', ['external'], products, (i) => [`P${i}`])
    fill(database, 'brand', ['name'], brands, (i) => [`brand ${i}`])
    fill(database, 'category', ['name'], categories, (i) => [`category ${i}`])
    const [behaviour, catalogue, people] = ['behaviour', 'products', 'users'].map((kind) => addSource(database, kind))
    fill(database, 'product_fact', ['product_id', 'source_id', 'line', 'title', 'brand_id', 'category_id', 'price', 'cost'], products, (i) => [i + 1, catalogue, i + 1, `Product ${i}`, 1 + (i % brands), 1 + (i % categories), 5 + (i % 97), 3 + (i % 60)]) // prettier-ignore
    fill(database, 'user_fact', ['user_id', 'source_id', 'line', 'gender', 'region'], users, (i) => [i + 1, people, i + 1, i % 3 === 0 ? 'm' : 'f', regions[i % regions.length]]) // prettier-ignore
    const start = Date.UTC(2023, 0, 1)
    const columns = ['source_id', 'line', 'user_id', 'time_ms', 'product_id', 'type_id', 'quantity', 'amount', 'query']
    fill(database, 'behaviour', columns, acts, (i) => {
      const user = 1 + Math.floor(users * random.uniform() ** 2)
      const product = 1 + Math.floor(products * random.uniform() ** 2)
      const time = start + Math.floor((days * dayMs * i) / acts)
      const chance = random.uniform()
      if (chance < 0.025) return [behaviour, i + 1, user, time, null, 9, null, null, `query ${product % queries}`]
      const type = chance < 0.8 ? 1 : chance < 0.9 ? 2 : 4
      return [behaviour, i + 1, user, time, product, type, 1 + (i % 3), type === 4 ? 5 + (product % 97) : null, null]
    })
    scoreAll(database, users, products)
  })()
  database.close()
}

function scoreAll(database: Database, users: number, products: number): void {
  const runId = insertRun(database, exampleRun({ scoredAtMs: Date.UTC(2025, 0, 1) }))
  const random = createRandom(11)
  const userColumns = ['run_id', 'user_id', 'ltv', 'ltv_low', 'ltv_high', 'repurchase', 'purchase_days', 'past_spend', 'recency_days'] // prettier-ignore
  fill(database, 'score_user', userColumns, users, (i) => {
    const value = 400 * random.uniform() ** 4
    return [runId, i + 1, value, value / 2, value * 2, random.uniform(), 1 + (i % 9), value * 1.2, i % 300]
  })
  const productColumns = ['run_id', 'product_id', 'units', 'growth', 'last_period_units']
  fill(database, 'score_product', productColumns, products, (i) => [runId, i + 1, i % 50, (i % 7) / 10 - 0.3, i % 45])
}

/** Rows go in by the hundred. */
function fill(
  database: Database,
  table: string,
  columns: string[],
  rows: number,
  row: (i: number) => (string | number | null)[],
): void {
  const perStatement = 100
  const one = `(${columns.map(() => '?').join(', ')})`
  const insert = (count: number) =>
    database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${new Array(count).fill(one).join(', ')}`)
  const many = insert(perStatement)
  for (let from = 0; from < rows; from += perStatement) {
    const count = Math.min(perStatement, rows - from)
    const values = Array.from({ length: count }, (_, i) => row(from + i)).flat()
    ;(count === perStatement ? many : insert(count)).run(values)
  }
}

function addSource(database: Database, kind: string): number {
  const { lastInsertRowid } = database
    .prepare(
      `INSERT INTO source (kind, name, bytes, sha256, format, mapping, known, rows_read, rows_kept, rows_rejected,
        rows_duplicate, imported_at, seconds, first_ms, last_ms)
       VALUES (?, ?, 0, ?, '{}', '{}', '[]', 0, 0, 0, 0, 0, 0, ?, ?)`,
    )
    .run(kind, `${kind}.csv`, `sha-${kind}`, Date.UTC(2023, 0, 1), Date.UTC(2025, 0, 1))
  const id = Number(lastInsertRowid)
  changeData(database, { action: 'import', subject: kind }, (state) => ({ ...state, sources: [...state.sources, id] }))
  return id
}
