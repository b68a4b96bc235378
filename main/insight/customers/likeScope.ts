import type { OpenProject } from '../../storage/operation.ts'
import { linkCounts } from './linkStore.ts'
import { findLookalikes, type Lookalikes } from './lookalikes.ts'
import type { CustomerScope } from './scope.ts'
import type { CustomerTable } from './customerTable.ts'
import type { CustomerTotals } from './totals.ts'
import { traitReader, traitVectors, type TraitReader, type TraitVectors } from './traits.ts'

/** What is known of the latest customers asked about: vectors are large, so of one set of customers at a time. */
let latest: { ever: CustomerTotals; toDay: number; vectors: TraitVectors } | null = null
let found: { vectors: TraitVectors; members: Int32Array; lookalikes: Lookalikes | null } | null = null
let ranked: { lookalikes: Lookalikes; places: Int32Array } | null = null

/** The portraits of a table's customers: all they bought before the end of its span, whatever brands the filter names. */
export const readerOf = (project: OpenProject, { ledger }: CustomerScope, { toDay }: CustomerTable): TraitReader =>
  traitReader(ledger, toDay, linkCounts(project.database, ledger))

/** One row for each place of the table. */
export function vectorsOf(project: OpenProject, scope: CustomerScope, table: CustomerTable): TraitVectors {
  const { ever, toDay } = table
  if (latest?.ever !== ever || latest.toDay !== toDay) {
    latest = found = ranked = null
    latest = { ever, toDay, vectors: traitVectors(readerOf(project, scope, table), ever.user) }
  }
  return latest.vectors
}

/** 1 at the places of a list's customers. */
export function marksOf({ ever }: CustomerTable, places: Int32Array): Uint8Array {
  const marks = new Uint8Array(ever.count)
  for (const place of places) marks[place] = 1
  return marks
}

/** How like those at some places all customers of the table are; null where that cannot be learned. */
export function lookalikesOf(
  project: OpenProject,
  scope: CustomerScope,
  table: CustomerTable,
  places: Int32Array,
): Lookalikes | null {
  const vectors = vectorsOf(project, scope, table)
  if (found?.vectors !== vectors || !isSame(found.members, places)) {
    found = { vectors, members: places, lookalikes: findLookalikes(vectors, marksOf(table, places)) }
  }
  return found.lookalikes
}

const isSame = (one: Int32Array, other: Int32Array): boolean =>
  one.length === other.length && one.every((place, at) => place === other[at])

/** The places outside the list, the most alike first. */
export function mostAlike(lookalikes: Lookalikes, isMember: Uint8Array): Int32Array {
  if (ranked?.lookalikes !== lookalikes) ranked = { lookalikes, places: othersInOrder(lookalikes, isMember) }
  return ranked.places
}

function othersInOrder({ scores }: Lookalikes, isMember: Uint8Array): Int32Array {
  const others = new Int32Array(isMember.length)
  let count = 0
  for (let place = 0; place < isMember.length; place++) if (isMember[place] === 0) others[count++] = place
  return others.slice(0, count).sort((a, b) => scores[b] - scores[a] || a - b)
}
