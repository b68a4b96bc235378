import type { Database } from 'better-sqlite3'
import type { Page } from '../storage/types.ts'
import type { PairScore, ProductScore, UserScore } from './types.ts'

export interface ScoreQuery {
  runId: number
  search: string
  sort: string
  descending: boolean
  offset: number
  limit: number
}

interface ScoreList {
  columns: string
  from: string
  /** What `sort` may name, as SQL. */
  sorts: Record<string, string>
  /** Columns that a search looks through. */
  searched: string[]
}

export const scoreEntities = ['users', 'products', 'loyalty'] as const
export type ScoreEntity = (typeof scoreEntities)[number]

const lists: Record<ScoreEntity, ScoreList> = {
  users: {
    columns: `u.external AS id, s.ltv, s.ltv_low AS ltvLow, s.ltv_high AS ltvHigh, s.repurchase,
      s.purchase_days AS purchaseDays, s.past_spend AS pastSpend, s.recency_days AS recencyDays`,
    from: 'score_user s JOIN user u ON u.id = s.user_id',
    sorts: {
      ltv: 's.ltv',
      repurchase: 's.repurchase',
      pastSpend: 's.past_spend',
      purchaseDays: 's.purchase_days',
      recencyDays: 's.recency_days',
      id: 'u.external',
    },
    searched: ['u.external'],
  },
  products: {
    columns: `p.external AS id, f.title, b.name AS brand, c.name AS category, s.units, s.growth,
      s.last_period_units AS lastPeriodUnits`,
    from: `score_product s JOIN product p ON p.id = s.product_id LEFT JOIN product_current f ON f.product_id = s.product_id
      LEFT JOIN brand b ON b.id = f.brand_id LEFT JOIN category c ON c.id = f.category_id`,
    sorts: { units: 's.units', growth: 's.growth', lastPeriodUnits: 's.last_period_units', id: 'p.external' },
    searched: ['p.external', 'f.title', 'b.name'],
  },
  loyalty: {
    columns: `u.external AS id, b.name AS brand, s.p, s.share, s.past_share AS pastShare, s.brand_spend AS brandSpend`,
    from: 'score_pair s JOIN user u ON u.id = s.user_id JOIN brand b ON b.id = s.brand_id',
    sorts: { p: 's.p', share: 's.share', pastShare: 's.past_share', brandSpend: 's.brand_spend', id: 'u.external' },
    searched: ['u.external', 'b.name'],
  },
}

interface ScoreRows {
  users: UserScore
  products: ProductScore
  loyalty: PairScore
}

/** One page of a run's scores. Missing figures come last whichever way it is sorted. */
export function scorePage<Entity extends ScoreEntity>(
  database: Database,
  entity: Entity,
  query: ScoreQuery,
): Page<ScoreRows[Entity]> {
  const { columns, from, sorts, searched } = lists[entity]
  const matches = searched.map((column) => `${column} LIKE @like ESCAPE '\\'`).join(' OR ')
  const where = `s.run_id = @runId${query.search ? ` AND (${matches})` : ''}`
  const order = `${sorts[query.sort]} ${query.descending ? 'DESC' : 'ASC'} NULLS LAST`
  const values = { ...query, descending: 0, like: `%${query.search.replace(/[\\%_]/g, '\\$&')}%` }
  const rows = database
    .prepare(`SELECT ${columns} FROM ${from} WHERE ${where} ORDER BY ${order}, ${sorts.id} LIMIT @limit OFFSET @offset`)
    .all(values) as ScoreRows[Entity][]
  const { total } = database.prepare(`SELECT COUNT(*) AS total FROM ${from} WHERE ${where}`).get(values) as {
    total: number
  }
  return { rows, total }
}

/** Every score of a run, best first, one after the other. */
export function* allScores(database: Database, entity: ScoreEntity, runId: number): Generator<Record<string, unknown>> {
  const { columns, from, sorts } = lists[entity]
  const order = Object.values(sorts)[0]
  yield* database
    .prepare(`SELECT ${columns} FROM ${from} WHERE s.run_id = ? ORDER BY ${order} DESC NULLS LAST`)
    .iterate(runId) as IterableIterator<Record<string, unknown>>
}
