import type { Database } from 'better-sqlite3'
import type { OpenProject } from '../../storage/operation.ts'
import { selectUsers } from '../filter/select.ts'
import { brandSteps } from '../ladder.ts'
import type { Market } from '../purchases.ts'
import { ownedShare } from '../store.ts'
import { runKey } from '../../model/store.ts'
import { rememberLatest } from '../ledger/rememberLatest.ts'
import { stakeBasis } from './stake.ts'
import { customerReader, hasPredictions, predictedRows } from './store.ts'
import type { AtRiskPage, AtRiskRow } from './types.ts'

/**
 * Customers loyal to a brand but at risk of leaving it, most at stake first. With a run that predicts the brand: those who gave it
 * half or more of their spend in its categories in the year before and are less likely than not to buy it again. Without: those
 * who gave it half or more of their spend in the window and stand on the ladder's step "at risk".
 */
export function customersAtRiskOf(project: OpenProject, market: Market, risk: BrandAtRisk): CustomersAtRisk {
  const { filter, scope, purchases } = market
  const run = risk.runId === null ? null : runKey(project.database, risk.runId)
  const key = JSON.stringify([filter, scope, purchases.endDay, risk.brandId, run])
  return remember(market.ledger, key, () => findAtRisk(project, market, risk))
}

interface BrandAtRisk {
  brand: number
  brandId: number
  runId: number | null
}

type CustomersAtRisk = Pick<AtRiskPage, 'basis' | 'rows' | 'horizonDays'>

/** The figure above a list and each page of it ask for the same ones. */
const remember = rememberLatest<CustomersAtRisk>(1)

function findAtRisk(project: OpenProject, market: Market, { brand, brandId, runId }: BrandAtRisk): CustomersAtRisk {
  const { database } = project
  const stake =
    runId !== null && hasPredictions(database, runId, brandId) ? stakeBasis(project, market.ledger, runId) : null
  const rows =
    stake && runId !== null
      ? predictedRows(database, runId, brandId, stake.scale).filter(meantBy(market))
      : ladderRows(database, market, brand, runId)
  rows.sort((a, b) => b.atStake - a.atStake || a.userId - b.userId)
  return { basis: stake ? 'run' : 'ladder', horizonDays: stake?.horizonDays ?? null, rows }
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
  const { nameOf, valueOf } = customerReader(database, runId)
  const rows: AtRiskRow[] = []
  for (const { user, step, history } of brandSteps(purchases, scope, brand)) {
    const pastShare = history.spendInWindow / history.scopeSpend
    if (step !== 'atRisk' || !(pastShare >= ownedShare)) continue
    const userId = ledger.users.ids[user]
    const value = valueOf(userId)
    const brandSpend = history.spendInWindow
    rows.push({
      userId,
      id: nameOf(userId),
      p: null,
      pastShare,
      brandSpend,
      value,
      atStake: brandSpend,
    })
  }
  return rows
}
