import type { Database } from 'better-sqlite3'
import { inputGroups, isStandard, tasks, type InputGroup, type Task } from '../features/types.ts'
import type { ScoredTable } from './scoreStore.ts'
import type { Spread, TowerSummary } from './types.ts'

/** Stores how the towers were weighed for a table's scores; nothing without a gate. Call inside a transaction. */
export function insertTowers(database: Database, runId: number, { ids, brandIds, shares }: ScoredTable): void {
  const insert = database.prepare(
    `INSERT INTO score_tower (run_id, task, entity_id, brand_id, behaviour, product, social) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  const order = Int32Array.from(ids.keys())
  order.sort((a, b) => (brandIds[a] ?? 0) - (brandIds[b] ?? 0) || ids[a] - ids[b])
  for (const [task, own] of Object.entries(shares ?? {})) {
    for (const row of order) {
      const values = inputGroups.map((group) => own[group]?.[row] ?? null)
      insert.run(runId, task, ids[row], brandIds[row] ?? 0, ...values)
    }
  }
}

export const hasTowers = (database: Database, runId: number): boolean =>
  database.prepare('SELECT EXISTS (SELECT 1 FROM score_tower WHERE run_id = ?)').pluck().get(runId) === 1

/** What the gate of a run made of the towers, by task; empty without a gate. */
export function summariseTowers(database: Database, runId: number): TowerSummary[] {
  const found = database
    .prepare('SELECT task, COUNT(*) AS rows FROM score_tower WHERE run_id = ? GROUP BY task')
    .all(runId) as { task: Task; rows: number }[]
  const place = ({ task }: { task: Task }) => (isStandard(task) ? tasks.indexOf(task) : tasks.length)
  found.sort((a, b) => place(a) - place(b))
  return found.map(({ task, rows }) => {
    const towers: TowerSummary['towers'] = {}
    for (const group of inputGroups) {
      const spread = spreadOf(database, runId, task, group, rows)
      if (spread) towers[group] = spread
    }
    return { task, rows, towers }
  })
}

/** Null for a tower that the network does not have. */
function spreadOf(database: Database, runId: number, task: Task, group: InputGroup, rows: number): Spread | null {
  const from = `FROM score_tower WHERE run_id = ? AND task = ?`
  const mean = database.prepare(`SELECT AVG(${group}) ${from}`).pluck().get(runId, task) as number | null
  if (mean === null) return null
  const quantile = database.prepare(`SELECT ${group} ${from} ORDER BY ${group} LIMIT 1 OFFSET ?`).pluck()
  const at = (share: number) => quantile.get(runId, task, Math.round(share * (rows - 1))) as number
  return { mean, low: at(0.1), high: at(0.9) }
}
