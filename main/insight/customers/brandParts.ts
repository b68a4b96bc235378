import type { Database } from 'better-sqlite3'
import { brandSteps } from '../ladder.ts'
import { groupOf, mostLost } from '../loyalty/budget.ts'
import { momentBefore, type Moment } from '../loyalty/flow.ts'
import { predictedUsers, stepOfP } from '../loyalty/pairs.ts'
import { marketOf, placeOfBrand } from '../purchases.ts'
import type { CustomerScope } from './scope.ts'
import type { Part } from './types.ts'

type RunScope = CustomerScope & { runId: number | null }

/** As the ladder and its flow count them. 1 for everybody meant, by position in the ledger, as by all below. */
export function onLadder(
  { ledger, filter }: CustomerScope,
  { brandId, categoryId, then, step }: Part<'ladder'>,
): Uint8Array {
  const market = marketOf(ledger, { filter, categoryId })
  const brand = placeOfBrand(market.purchases, brandId)
  const marks = new Uint8Array(ledger.users.count)
  const stepsOf = ({ purchases, scope }: Moment) => brandSteps(purchases, scope, brand)
  for (const { user, step: own } of stepsOf(market)) marks[user] = own === step ? 1 : 0
  if (then === null) return marks
  const before = momentBefore(market)
  if (!before) return new Uint8Array(ledger.users.count)
  const former = new Uint8Array(ledger.users.count).fill(then === 'none' ? 1 : 0)
  for (const { user, step: own } of stepsOf(before)) former[user] = own === then ? 1 : 0
  return marks.map((mark, user) => mark & former[user])
}

/** As the chart of predicted loyalty counts them; nobody without a run. */
export function ofTenth(database: Database, scope: RunScope, { brandId, tenth }: Part<'loyalty'>): Uint8Array {
  const marks = new Uint8Array(scope.ledger.users.count)
  for (const { user, p } of predicted(database, scope, brandId)) marks[user] = stepOfP(p) === tenth ? 1 : 0
  return marks
}

/** As the budget picks them; nobody without a run. */
export function contacted(
  database: Database,
  scope: RunScope,
  { brandId, group, customers }: Part<'contacted'>,
): Uint8Array {
  const marks = new Uint8Array(scope.ledger.users.count)
  predicted(database, scope, brandId)
    .filter(({ p }) => group === null || groupOf(p) === group)
    .map(({ user, p, brandSpend }) => ({ user, p, value: Math.max(0, brandSpend) }))
    .sort(mostLost)
    .slice(0, customers)
    .forEach(({ user }) => (marks[user] = 1))
  return marks
}

const predicted = (database: Database, { ledger, filter, runId }: RunScope, brandId: number) =>
  runId === null ? [] : predictedUsers({ database, ledger, filter, runId }, brandId)
