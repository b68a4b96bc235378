import type { Database } from 'better-sqlite3'

/** A loyal customer gives a brand at least half of the spend in its categories … */
export const ownedShare = 0.5
/** … and is at risk when less likely than not to buy it again. */
export const riskyBelow = 0.5

export interface CustomerAtRisk {
  /** As it stands in the user's file. */
  id: string
  brand: string
  p: number
  pastShare: number
  brandSpend: number
}

/** Pairs of a run by the ids of customer and brand, in the order given. */
export function namedPairs(database: Database, runId: number, pairs: [userId: number, brandId: number][]) {
  const find = database.prepare<[number, number, number], CustomerAtRisk>(
    `SELECT u.external AS id, b.name AS brand, s.p, s.past_share AS pastShare, s.brand_spend AS brandSpend
     FROM score_pair s JOIN user u ON u.id = s.user_id JOIN brand b ON b.id = s.brand_id
     WHERE s.run_id = ? AND s.brand_id = ? AND s.user_id = ?`,
  )
  return pairs.flatMap(([userId, brandId]) => find.get(runId, brandId, userId) ?? [])
}
