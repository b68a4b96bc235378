import type { Database } from 'better-sqlite3'
import type { Work } from '../../base/job.ts'

const purchase = 4
const returned = 5
const actsPerChunk = 65_536

/** What the acts of each user or on each product come to, by its id. */
interface Figures {
  acts: Uint32Array
  purchases: Uint32Array
  revenue: Float64Array
  first: Float64Array
  last: Float64Array
}

/**
 * Makes this connection's tables `browse_user` and `browse_product`: one row for whoever is in force, with figures of
 * their acts. Revenue is that of purchases less returns. One pass over the acts.
 */
export function makeSummaries(database: Database, work: Work): void {
  const users = figuresOf(highestId(database, 'user'))
  const products = figuresOf(highestId(database, 'product'))
  const total = database.prepare('SELECT COUNT(*) FROM act').pluck().get() as number
  const read = database.prepare('SELECT user_id, product_id, type_id, money, time_ms FROM act').raw()
  let done = 0
  for (const [user, product, type, money, time] of read.iterate() as IterableIterator<number[]>) {
    add(users, user, type, money, time)
    if (product !== null) add(products, product, type, money, time)
    if (++done % actsPerChunk !== 0) continue
    work.progress('addUp', done, total)
    work.checkpoint()
  }
  store(database, 'user', users, work)
  store(database, 'product', products, work)
}

const highestId = (database: Database, entity: 'user' | 'product') =>
  (database.prepare(`SELECT MAX(id) FROM ${entity}`).pluck().get() as number | null) ?? 0

function figuresOf(highest: number): Figures {
  const size = highest + 1
  return {
    acts: new Uint32Array(size),
    purchases: new Uint32Array(size),
    revenue: new Float64Array(size),
    first: new Float64Array(size).fill(Infinity),
    last: new Float64Array(size).fill(-Infinity),
  }
}

function add(figures: Figures, id: number, type: number, money: number, time: number): void {
  figures.acts[id]++
  if (type === purchase) {
    figures.purchases[id]++
    figures.revenue[id] += money
  }
  if (type === returned) figures.revenue[id] -= money
  if (time < figures.first[id]) figures.first[id] = time
  if (time > figures.last[id]) figures.last[id] = time
}

function store(database: Database, entity: 'user' | 'product', figures: Figures, work: Work): void {
  const name = `browse_${entity}`
  database.exec(`DROP TABLE IF EXISTS temp.${name}`)
  database.exec(
    `CREATE TEMP TABLE ${name} (id INTEGER PRIMARY KEY, acts INTEGER, purchases INTEGER, revenue REAL, first_ms INTEGER,
       last_ms INTEGER)`,
  )
  const insert = database.prepare(`INSERT INTO temp.${name} VALUES (?, ?, ?, ?, ?, ?)`)
  const ids = database.prepare(`SELECT id FROM ${entity}_present ORDER BY id`).pluck().all() as number[]
  work.checkpoint()
  database.transaction(() => {
    for (const id of ids) {
      const [first, last] = figures.acts[id] > 0 ? [figures.first[id], figures.last[id]] : [null, null]
      insert.run(id, figures.acts[id], figures.purchases[id], tidy(figures.revenue[id]), first, last)
    }
  })()
}

/** Sums of cents end in digits that no one has written. */
const tidy = (sum: number) => Math.round(sum * 1e4) / 1e4
