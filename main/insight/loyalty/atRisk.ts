import type { Database } from 'better-sqlite3'
import { selectUsers } from '../filter/select.ts'
import { brandSteps } from '../ladder.ts'
import type { Market } from '../purchases.ts'
import { ownedShare, riskyBelow } from '../store.ts'
import type { AtRiskPage, AtRiskRow } from './types.ts'

/**
 * Customers loyal to a brand but at risk of leaving it, most at stake first. With a run that predicts the brand: those who gave it
 * half or more of their spend in its categories in the year before and are less likely than not to buy it again. Without: those
 * who gave it half or more of their spend in the window and stand on the ladder's step "at risk".
 */
export function customersAtRiskOf(
  database: Database,
  market: Market,
  { brand, brandId, runId }: { brand: number; brandId: number; runId: number | null },
): Pick<AtRiskPage, 'basis' | 'rows'> {
  const predicted = runId === null ? [] : predictedRows(database, runId, brandId)
  const isPredicted = runId !== null && hasPredictions(database, runId, brandId)
  const rows = isPredicted ? predicted.filter(meantBy(market)) : ladderRows(database, market, brand, runId)
  rows.sort((a, b) => b.atStake - a.atStake || a.userId - b.userId)
  return { basis: isPredicted ? 'run' : 'ladder', rows }
}

const hasPredictions = (database: Database, runId: number, brandId: number): boolean =>
  database
    .prepare('SELECT EXISTS (SELECT 1 FROM score_pair WHERE run_id = ? AND brand_id = ? AND p IS NOT NULL)')
    .pluck()
    .get(runId, brandId) === 1

function predictedRows(database: Database, runId: number, brandId: number): AtRiskRow[] {
  const rows = database
    .prepare(
      `SELECT s.user_id AS userId, u.external AS id, s.p, s.past_share AS pastShare, s.brand_spend AS brandSpend, v.ltv AS value
       FROM score_pair s JOIN user u ON u.id = s.user_id
       LEFT JOIN score_user v ON v.run_id = s.run_id AND v.user_id = s.user_id
       WHERE s.run_id = @runId AND s.brand_id = @brandId AND s.past_share >= @ownedShare AND s.p < @riskyBelow`,
    )
    .all({ runId, brandId, ownedShare, riskyBelow }) as Omit<AtRiskRow, 'atStake'>[]
  return rows.map((row) => ({ ...row, atStake: row.value ?? row.brandSpend }))
}

/** Whether the filter means a customer. */
function meantBy({ ledger, filter }: Market): (row: AtRiskRow) => boolean {
  const isUser = selectUsers(ledger, filter)
  if (isUser === null) return () => true
  const meant = new Set<number>()
  ledger.users.ids.forEach((id, at) => isUser[at] === 1 && meant.add(id))
  return ({ userId }) => meant.has(userId)
}

function ladderRows(database: Database, market: Market, brand: number, runId: number | null): AtRiskRow[] {
  const { ledger, purchases, scope } = market
  const nameOf = database.prepare<[number], string>('SELECT external FROM user WHERE id = ?').pluck()
  const valueOf = database
    .prepare<[number | null, number], number | null>('SELECT ltv FROM score_user WHERE run_id = ? AND user_id = ?')
    .pluck()
  const rows: AtRiskRow[] = []
  for (const { user, step, history } of brandSteps(purchases, scope, brand)) {
    const pastShare = history.spendInWindow / history.scopeSpend
    if (step !== 'atRisk' || !(pastShare >= ownedShare)) continue
    const userId = ledger.users.ids[user]
    const value = valueOf.get(runId, userId) ?? null
    const brandSpend = history.spendInWindow
    rows.push({
      userId,
      id: nameOf.get(userId) ?? '',
      p: null,
      pastShare,
      brandSpend,
      value,
      atStake: value ?? brandSpend,
    })
  }
  return rows
}
