import type { Database } from 'better-sqlite3'
import type { Page } from '../storage/types.ts'
import { figureSql, headingOf, insertFigures, scoreColumns } from './scoreFigureStore.ts'
import type { SideTable } from '../features/types.ts'
import type { ColdScore, ConquestScore, LaunchScore } from './sideTypes.ts'
import { hasTowers, insertTowers } from './towerStore.ts'
import type { TowerShares } from './towerShares.ts'
import type { PairScore, ProductScore, ScoreEntity, UserScore } from './types.ts'

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
  /** Where the towers' shares of the list's first figure stand, joined in runs with a gate. */
  towers?: string
}

/** As the columns of `TowerColumns`. */
const towerColumns = 'g.behaviour AS behaviourShare, g.product AS productShare, g.social AS socialShare'

/** A list's columns and tables, with the towers' shares where the run has a gate. */
function sourceOf({ columns, from, towers }: ScoreList, gated: boolean): Pick<ScoreList, 'columns' | 'from'> {
  if (!gated || !towers) return { columns, from }
  return {
    columns: `${columns}, ${towerColumns}`,
    from: `${from} LEFT JOIN score_tower g ON g.run_id = s.run_id AND ${towers}`,
  }
}

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
    towers: "g.task = 'ltv' AND g.brand_id = 0 AND g.entity_id = s.user_id",
  },
  products: {
    columns: `p.external AS id, f.title, b.name AS brand, c.name AS category, s.units, s.units_low AS unitsLow,
      s.units_high AS unitsHigh, s.growth, s.last_period_units AS lastPeriodUnits`,
    from: `score_product s JOIN product p ON p.id = s.product_id LEFT JOIN product_current f ON f.product_id = s.product_id
      LEFT JOIN brand b ON b.id = f.brand_id LEFT JOIN category c ON c.id = f.category_id`,
    sorts: { units: 's.units', growth: 's.growth', lastPeriodUnits: 's.last_period_units', id: 'p.external' },
    searched: ['p.external', 'f.title', 'b.name'],
    towers: "g.task = 'potential' AND g.brand_id = 0 AND g.entity_id = s.product_id",
  },
  loyalty: {
    columns: `u.external AS id, b.name AS brand, s.p, s.share, s.past_share AS pastShare, s.brand_spend AS brandSpend`,
    from: 'score_pair s JOIN user u ON u.id = s.user_id JOIN brand b ON b.id = s.brand_id',
    sorts: { p: 's.p', share: 's.share', pastShare: 's.past_share', brandSpend: 's.brand_spend', id: 'u.external' },
    searched: ['u.external', 'b.name'],
    towers: "g.task = 'loyalty' AND g.brand_id = s.brand_id AND g.entity_id = s.user_id",
  },
  cold: {
    columns: `u.external AS id, s.ltv, s.ltv_low AS ltvLow, s.ltv_high AS ltvHigh, s.p,
      s.registered_days AS registeredDays`,
    from: 'score_cold s JOIN user u ON u.id = s.user_id',
    sorts: { ltv: 's.ltv', p: 's.p', registeredDays: 's.registered_days', id: 'u.external' },
    searched: ['u.external'],
  },
  launches: {
    columns: `p.external AS id, f.title, b.name AS brand, c.name AS category, s.units, s.launched_ms AS launchedMs`,
    from: `score_launch s JOIN product p ON p.id = s.product_id LEFT JOIN product_current f ON f.product_id = s.product_id
      LEFT JOIN brand b ON b.id = f.brand_id LEFT JOIN category c ON c.id = f.category_id`,
    sorts: { units: 's.units', launchedMs: 's.launched_ms', id: 'p.external' },
    searched: ['p.external', 'f.title', 'b.name'],
  },
  conquest: {
    columns: `u.external AS id, b.name AS brand, s.p, s.share, s.market_share AS marketShare,
      s.category_spend AS categorySpend`,
    from: 'score_conquest s JOIN user u ON u.id = s.user_id JOIN brand b ON b.id = s.brand_id',
    sorts: {
      p: 's.p',
      share: 's.share',
      marketShare: 's.market_share',
      categorySpend: 's.category_spend',
      id: 'u.external',
    },
    searched: ['u.external', 'b.name'],
  },
}

/** The list with the run's further columns, and what those are headed in a file. */
function listOf(database: Database, entity: ScoreEntity, runId: number): ScoreList & { headings: Map<string, string> } {
  const further = entity === 'users' ? scoreColumns(database, runId) : []
  const list = lists[entity]
  const { columns, from } = sourceOf(list, hasTowers(database, runId))
  return {
    ...list,
    from,
    columns: [columns, ...further.map((column) => `${figureSql(column)} AS ${column.key}`)].join(', '),
    sorts: { ...list.sorts, ...Object.fromEntries(further.map((column) => [column.key, figureSql(column)])) },
    headings: new Map(further.map((column) => [column.key, headingOf(column)])),
  }
}

interface ScoreRows {
  users: UserScore
  products: ProductScore
  loyalty: PairScore
  cold: ColdScore
  launches: LaunchScore
  conquest: ConquestScore
}

/** One page of a run's scores. Missing figures come last whichever way it is sorted. */
export function scorePage<Entity extends ScoreEntity>(
  database: Database,
  entity: Entity,
  query: ScoreQuery,
): Page<ScoreRows[Entity]> {
  const { columns, from, sorts, searched } = listOf(database, entity, query.runId)
  const matches = searched.map((column) => `${column} LIKE @like ESCAPE '\\'`).join(' OR ')
  const where = `s.run_id = @runId${query.search ? ` AND (${matches})` : ''}`
  const order = `${sorts[query.sort] ?? Object.values(sorts)[0]} ${query.descending ? 'DESC' : 'ASC'} NULLS LAST`
  const values = { ...query, descending: 0, like: `%${query.search.replace(/[\\%_]/g, '\\$&')}%` }
  const rows = database
    .prepare(`SELECT ${columns} FROM ${from} WHERE ${where} ORDER BY ${order}, ${sorts.id} LIMIT @limit OFFSET @offset`)
    .all(values) as ScoreRows[Entity][]
  const { total } = database.prepare(`SELECT COUNT(*) AS total FROM ${from} WHERE ${where}`).get(values) as {
    total: number
  }
  return { rows, total }
}

/** A run's scores of single customers or products, by their ids, in the order given; what it has not scored is left out. */
export function scoredRows<Entity extends 'users' | 'products'>(
  database: Database,
  entity: Entity,
  runId: number,
  ids: number[],
): ScoreRows[Entity][] {
  const { columns, from } = listOf(database, entity, runId)
  const key = entity === 'users' ? 's.user_id' : 's.product_id'
  const find = database.prepare<[number, number], ScoreRows[Entity]>(
    `SELECT ${columns} FROM ${from} WHERE s.run_id = ? AND ${key} = ?`,
  )
  return ids.flatMap((id) => find.get(runId, id) ?? [])
}

/** Every score of a run, best first: the columns' names, and the rows one after the other. */
export function allScores(
  database: Database,
  entity: ScoreEntity,
  runId: number,
): { header: string[]; rows: IterableIterator<unknown[]> } {
  const { columns, from, sorts, headings } = listOf(database, entity, runId)
  const statement = database.prepare(
    `SELECT ${columns} FROM ${from} WHERE s.run_id = ? ORDER BY ${Object.values(sorts)[0]} DESC NULLS LAST, ${sorts.id}`,
  )
  const header = statement.columns().map(({ name }) => headings.get(name) ?? name)
  return { header, rows: statement.raw().iterate(runId) as IterableIterator<unknown[]> }
}

/** How many rows of each kind a run has scored. */
export function scoreCounts(
  database: Database,
  runId: number,
): { users: number; products: number; pairs: number } & Record<SideTable, number> {
  const count = (table: string) =>
    database.prepare(`SELECT COUNT(*) FROM ${table} WHERE run_id = ?`).pluck().get(runId) as number
  return {
    ...{ users: count('score_user'), products: count('score_product'), pairs: count('score_pair') },
    ...{ cold: count('score_cold'), launches: count('score_launch'), conquest: count('score_conquest') },
  }
}

/** Rows of one entity with what a model says of them, as they are stored. */
export interface ScoredTable {
  ids: Int32Array
  /** Empty unless the rows are pairs. */
  brandIds: Int32Array
  /** As in the ExampleTable that was scored. */
  baseline: Record<string, Float64Array>
  /** By `task.output`, calibrated; a task the model does not have is absent. */
  outputs: Record<string, Float64Array>
  /** How the gate weighed the towers, where there is one. */
  shares?: TowerShares
}

export interface Scores {
  users: ScoredTable
  products: ScoredTable | null
  pairs: ScoredTable | null
}

/** Stores a run's scores. Call inside a transaction. */
export function insertScores(database: Database, runId: number, { users, products, pairs }: Scores): void {
  for (const table of [users, products, pairs]) if (table) insertTowers(database, runId, table)
  insertTable(database, runId, users, 'score_user', {
    user_id: (row) => users.ids[row],
    ltv: output(users, 'ltv.amount'),
    ltv_low: output(users, 'ltv.low'),
    ltv_high: output(users, 'ltv.high'),
    repurchase: output(users, 'repurchase.p'),
    purchase_days: (row) => users.baseline.frequency[row] + 1,
    past_spend: (row) => users.baseline.totalSpend[row],
    recency_days: (row) => users.baseline.ageDays[row] - users.baseline.recencyDays[row],
  })
  insertFigures(database, runId, users)
  if (products) {
    insertTable(database, runId, products, 'score_product', {
      product_id: (row) => products.ids[row],
      units: output(products, 'potential.units'),
      units_low: output(products, 'potential.low'),
      units_high: output(products, 'potential.high'),
      growth: output(products, 'potential.growth'),
      last_period_units: (row) => products.baseline.lastPeriodUnits[row],
    })
  }
  if (pairs) {
    insertTable(database, runId, pairs, 'score_pair', {
      user_id: (row) => pairs.ids[row],
      brand_id: (row) => pairs.brandIds[row],
      p: output(pairs, 'loyalty.p'),
      share: output(pairs, 'loyalty.share'),
      past_share: (row) => shareOf(pairs.baseline.brandSpend[row], pairs.baseline.categorySpend[row]),
      brand_spend: (row) => pairs.baseline.brandSpend[row],
    })
  }
}

export type Cell = (row: number) => number | null

/** Null where the model has no such task or no figure. */
export function output(table: ScoredTable, name: string): Cell {
  const values = table.outputs[name]
  return (row) => (values && Number.isFinite(values[row]) ? values[row] : null)
}

/** Spend of nothing on nothing counts as no share. */
const shareOf = (spend: number, whole: number): number => (whole > 0 ? spend / whole : 0)

/** Inserts a scored table, a cell per column. Call inside a transaction. */
export function insertTable(
  database: Database,
  runId: number,
  table: ScoredTable,
  name: string,
  cells: Record<string, Cell>,
): void {
  const columns = Object.keys(cells)
  const insert = database.prepare(
    `INSERT INTO ${name} (run_id, ${columns.join(', ')}) VALUES (?, ${columns.map(() => '?').join(', ')})`,
  )
  const order = Int32Array.from(table.ids.keys())
  // In the order of the key, so that a large table is appended to instead of torn open.
  order.sort((a, b) => (table.brandIds[a] ?? 0) - (table.brandIds[b] ?? 0) || table.ids[a] - table.ids[b])
  for (const row of order) insert.run(runId, ...columns.map((column) => cells[column](row)))
}
