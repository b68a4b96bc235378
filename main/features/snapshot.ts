import type { AsOf } from './asOf.ts'
import { buildPairRows, type PairLimit, type PairRows } from './pairRows.ts'
import { buildProductRows, buildProductVectors, type ProductRows, type Sales } from './productRows.ts'
import { computeProductStats } from './productStats.ts'
import { buildUserRows, type UserRows } from './userRows.ts'

/** Which tables to build beside the users'. */
export interface Wanted {
  products: boolean
  pairs: boolean
}

/** All rows of one cutoff. */
export interface Snapshot {
  users: UserRows
  products: ProductRows | null
  pairs: PairRows | null
}

/** Computes every feature and baseline column as of a cutoff; labels and parts are still zeros. */
export function takeSnapshot(asOf: AsOf, sales: Sales, wanted: Wanted, limit: PairLimit, labelled: boolean): Snapshot {
  const { acts, catalogue } = asOf.world
  const stats = computeProductStats(acts, catalogue, asOf.net, asOf.cutoffDay, asOf.horizonDays)
  const vectors = buildProductVectors(asOf, stats)
  const users = buildUserRows(asOf, vectors, labelled)
  return {
    users,
    products: wanted.products ? buildProductRows(asOf, stats, vectors, users, sales, labelled) : null,
    pairs: wanted.pairs ? buildPairRows(asOf, stats, vectors, users, limit, labelled) : null,
  }
}
