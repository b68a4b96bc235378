import { byCustomer } from '../filter/select.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { contacted, ofTenth, onLadder } from './brandParts.ts'
import { eachStep } from './bridge.ts'
import { stepNamed, stepOf } from './cohorts.ts'
import { customerTable, type CustomerTable } from './customerTable.ts'
import { everUntil, totalsOf, within, type CustomerScope } from './scope.ts'
import { segmentsThen } from './segments.ts'
import { byPosition } from './totals.ts'
import { pastAndValue } from './valueSpread.ts'
import { segmentNames, type CustomerPart, type Part } from './types.ts'

/** 1 for everybody of a table who is of one part of a chart, by place; nobody where it needs a comparison or a run and there is none. */
export function placesOfPart(
  project: OpenProject,
  scope: CustomerScope & { runId: number | null },
  table: CustomerTable,
  part: CustomerPart,
): Uint8Array {
  const { database } = project
  if (part.kind === 'value') return ofValue(project, scope, table, part)
  if (part.kind === 'ladder') return placed(table, onLadder(scope, part))
  if (part.kind === 'loyalty') return placed(table, ofTenth(database, scope, part))
  if (part.kind === 'contacted') return placed(table, contacted(database, scope, part))
  if (part.kind === 'bridge') return ofBridge(scope, table, part)
  if (part.kind === 'rank') return ofRank(scope, table, part)
  if (part.kind === 'cohort') return ofCohort(scope, table, part)
  return ofMovement(scope, table, part)
}

/** From marks by position of the user to marks by place. */
const placed = ({ ever }: CustomerTable, marks: Uint8Array): Uint8Array =>
  Uint8Array.from(ever.user, (user) => marks[user])

function ofBridge(scope: CustomerScope, table: CustomerTable, { step }: Part<'bridge'>): Uint8Array {
  const { ledger, span, compared } = scope
  const marks = new Uint8Array(ledger.users.count)
  if (!compared) return placed(table, marks)
  const [now, before] = [span, compared].map((of) => totalsOf(scope, within(scope, of)))
  const firstDay = byPosition(table.ever, table.ever.firstDay, ledger.users.count)
  eachStep(
    now,
    before,
    (user) => firstDay[user],
    span.fromDay,
    (user, of) => void (marks[user] = of === step ? 1 : 0),
  )
  return placed(table, marks)
}

function ofRank(scope: CustomerScope, table: CustomerTable, { from, to }: Part<'rank'>): Uint8Array {
  const marks = new Uint8Array(scope.ledger.users.count)
  const { user, spend, count } = totalsOf(scope, within(scope, scope.span))
  const order = Int32Array.from(user, (_, at) => at).sort((a, b) => spend[a] - spend[b] || a - b)
  // Whole customers: neighbouring parts share nobody and leave nobody out.
  for (let at = Math.round(from * count); at < Math.round(to * count); at++) marks[user[order[at]]] = 1
  return placed(table, marks)
}

function ofCohort(scope: CustomerScope, table: CustomerTable, { step, from, after }: Part<'cohort'>): Uint8Array {
  const { ledger, span } = scope
  const wanted = stepNamed(from, step)
  const marks = new Uint8Array(ledger.users.count)
  for (const own of byCustomer(ledger.lines, everUntil(scope, ledger.endDay))) {
    const firstDay = ledger.lines.day[own[0]]
    if (firstDay < span.fromDay || firstDay >= span.toDay || stepOf(firstDay, step) !== wanted) continue
    const isBack = after === null || own.some((i) => stepOf(ledger.lines.day[i], step) === wanted + after)
    if (isBack) marks[ledger.lines.user[own[0]]] = 1
  }
  return placed(table, marks)
}

function ofValue(
  project: OpenProject,
  scope: CustomerScope & { runId: number | null },
  { ever }: CustomerTable,
  { from, to, pastFrom, pastTo }: Part<'value'>,
): Uint8Array {
  const both = pastAndValue(project, scope, scope.runId)
  if (!both) return new Uint8Array(ever.count)
  const { value, past } = both
  const isWithin = (amount: number, low: number | null, high: number | null) =>
    Math.max(0, amount) >= (low ?? 0) && amount < (high ?? Infinity)
  return Uint8Array.from(ever.user, (user) =>
    isWithin(value[user], from, to) && isWithin(past[user], pastFrom, pastTo) ? 1 : 0,
  )
}

function ofMovement(scope: CustomerScope, table: CustomerTable, { from, to }: Part<'moved'>): Uint8Array {
  const { ever, segments, thresholds } = table
  if (!scope.compared) return new Uint8Array(ever.count)
  const then = segmentsThen(customerTable(scope, thresholds, scope.compared), ever)
  const [wantedThen, wantedNow] = [from === 'none' ? segmentNames.length : segmentNames.indexOf(from), segmentNames.indexOf(to)] // prettier-ignore
  return segments.map((segment, place) => (segment === wantedNow && then[place] === wantedThen ? 1 : 0))
}
