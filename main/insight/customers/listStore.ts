import type { Database } from 'better-sqlite3'
import { AssayError } from '../../base/errors.ts'
import { hasTowers } from '../../model/towerStore.ts'
import type { Ledger } from '../ledger/types.ts'
import type { ListFromIds, SavedList } from './types.ts'

/** Ids of the users whose name in the files holds a text. */
export function idsMatching(database: Database, search: string): Set<number> {
  const like = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  const ids = database.prepare(`SELECT id FROM user WHERE external LIKE ? ESCAPE '\\'`).pluck().all(like) as number[]
  return new Set(ids)
}

const ranks = new WeakMap<Ledger, Float64Array>()

/** The place of every user in the order of their names, by position. */
export function idRanks(database: Database, ledger: Ledger): Float64Array {
  const known = ranks.get(ledger)
  if (known) return known
  const { ids, count } = ledger.users
  const places = new Float64Array((ids.at(-1) ?? 0) + 1)
  let rank = 0
  for (const id of database.prepare('SELECT id FROM user ORDER BY external').pluck().iterate() as Iterable<number>) {
    if (id < places.length) places[id] = rank++
  }
  const found = Float64Array.from({ length: count }, (_, user) => places[ids[user]])
  ranks.set(ledger, found)
  return found
}

/** What the files call some users. */
export function namesOf(database: Database, places: Int32Array, idOf: (place: number) => number): string[] {
  const nameOf = nameReader(database)
  return Array.from(places, (place) => nameOf(idOf(place)))
}

/** What the files call a user, by id. */
export function nameReader(database: Database): (id: number) => string {
  const read = database.prepare<[number], string>('SELECT external FROM user WHERE id = ?').pluck()
  return (id) => read.get(id) ?? ''
}

const listSql = `SELECT l.id AS listId, l.name, l.created_at AS createdAtMs,
  (SELECT COUNT(*) FROM customer_list_member m WHERE m.list_id = l.id) AS customers FROM customer_list l`

export const savedLists = (database: Database): SavedList[] =>
  database.prepare(`${listSql} ORDER BY l.name`).all() as SavedList[]

/** Throws `input.invalid`. */
export function savedList(database: Database, listId: number): SavedList {
  const found = database.prepare(`${listSql} WHERE l.id = ?`).get(listId) as SavedList | undefined
  if (!found) throw new AssayError('input.invalid', { field: 'listId', problem: `there is no list ${listId}` })
  return found
}

/** Users of a list by id; who was merged into another since stands as that one. Throws `input.invalid`. */
export function listMembers(database: Database, listId: number): Set<number> {
  savedList(database, listId)
  const ids = database
    .prepare(
      `SELECT COALESCE((SELECT to_id FROM user_merge WHERE from_id = m.user_id), m.user_id)
       FROM customer_list_member m WHERE m.list_id = ?`,
    )
    .pluck()
    .all(listId) as number[]
  return new Set(ids)
}

/** A list of that name with these customers; one of the same name is replaced, added to or taken from. */
export function putList(
  database: Database,
  name: string,
  ids: Iterable<number>,
  how: 'replace' | 'add' | 'remove',
): SavedList {
  return database.transaction(() => {
    database.prepare('INSERT INTO customer_list (name, created_at) VALUES (?, ?) ON CONFLICT (name) DO NOTHING').run(name, Date.now()) // prettier-ignore
    const listId = database.prepare('SELECT id FROM customer_list WHERE name = ?').pluck().get(name) as number
    if (how === 'replace') database.prepare('DELETE FROM customer_list_member WHERE list_id = ?').run(listId)
    const change = database.prepare(
      how === 'remove'
        ? 'DELETE FROM customer_list_member WHERE list_id = ? AND user_id = ?'
        : 'INSERT INTO customer_list_member (list_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
    )
    for (const id of ids) change.run(listId, id)
    return savedList(database, listId)
  })()
}

export function deleteList(database: Database, listId: number): void {
  database.prepare('DELETE FROM customer_list WHERE id = ?').run(listId)
}

const shownUnknown = 5

/** A list of customers by what the files call them; names that nobody has are counted and told. */
export function putNames(
  database: Database,
  name: string,
  names: Iterable<string>,
  how: 'replace' | 'add' | 'remove',
): ListFromIds {
  const find = database.prepare('SELECT id FROM user WHERE external = ?').pluck()
  const ids: number[] = []
  const unknownIds: string[] = []
  for (const external of names) {
    const id = find.get(external)
    if (typeof id === 'number') ids.push(id)
    else unknownIds.push(external)
  }
  const list = putList(database, name, ids, how)
  return { ...list, unknown: unknownIds.length, unknownIds: unknownIds.slice(0, shownUnknown) }
}

/** Shares of the encoders in a customer's predicted value; null where the run has no gate. */
export interface EncoderShares {
  behaviourShare: number | null
  productShare: number | null
  socialShare: number | null
}

/** Of one user after the other; none without a gate. */
export function encoderShares(database: Database, runId: number, ids: number[]): EncoderShares[] {
  if (!hasTowers(database, runId))
    return ids.map(() => ({ behaviourShare: null, productShare: null, socialShare: null }))
  const read = database.prepare(`SELECT behaviour AS behaviourShare, product AS productShare, social AS socialShare
    FROM score_tower WHERE run_id = ? AND task = 'ltv' AND brand_id = 0 AND entity_id = ?`)
  const none: EncoderShares = { behaviourShare: null, productShare: null, socialShare: null }
  return ids.map((id) => (read.get(runId, id) as EncoderShares | undefined) ?? none)
}
