import type { Database } from 'better-sqlite3'

/** Who has a row in the catalogue or the table of customers. */
export const idsWithFacts = (database: Database, of: 'product' | 'user'): number[] =>
  database.prepare(`SELECT ${of}_id FROM ${of}_current ORDER BY 1`).pluck().all() as number[]

/** Ids as files write them, with a product's title or what a customer's name and mail address are called. */
export function namedRows(database: Database, of: 'product' | 'user'): { id: number; texts: string[] }[] {
  const ids = database.prepare(`SELECT id, external FROM ${of}_present`).raw().all() as [number, string][]
  const names = new Map<number, string[]>()
  for (const [id, name] of database.prepare(nameSql[of]).raw().iterate() as IterableIterator<[number, string]>) {
    names.set(id, [...(names.get(id) ?? []), name])
  }
  return ids.map(([id, external]) => ({ id, texts: [external, ...(names.get(id) ?? [])] }))
}

const nameSql = {
  product: 'SELECT product_id, title FROM product_current WHERE title IS NOT NULL',
  user: `SELECT f.user_id, CAST(j.value AS TEXT) FROM user_fact_current f, json_each(f.attributes) j
    WHERE f.attributes IS NOT NULL AND j.value IS NOT NULL AND (j.key LIKE '%name%' OR j.key LIKE '%mail%'
      OR j.key LIKE '%姓名%' OR j.key LIKE '%昵称%' OR j.key LIKE '%邮箱%')`,
}
