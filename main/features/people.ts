import { z } from 'zod'
import type { OpenProject } from '../storage/operation.ts'
import { never } from './catalogue.ts'
import type { Keys } from './keys.ts'
import type { KnownColumns } from './known.ts'
import { undated } from './links.ts'
import { iterateAttributes, iterateContacts, iteratePeople } from './store.ts'

/** What is known of users beside their acts, by position. */
export interface People {
  /** `never` where unknown. */
  registeredDay: Int32Array
  /** NaN where unknown. */
  birthYear: Float64Array
  /**
   * Text by column: gender and region always, the channel and every further column only where their source declares
   * them known before any cutoff.
   */
  texts: Map<string, (string | null)[]>
}

const attributes = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

export function loadPeople({ database, calendar }: OpenProject, users: Keys, known: KnownColumns): People {
  const people: People = {
    registeredDay: new Int32Array(users.count).fill(never),
    birthYear: new Float64Array(users.count).fill(NaN),
    texts: new Map(),
  }
  const put = (column: string, user: number, value: string | null) => {
    const texts = people.texts.get(column) ?? (value === null ? null : new Array<string | null>(users.count).fill(null))
    if (texts === null) return
    people.texts.set(column, texts)
    texts[user] = value
  }
  for (const row of iteratePeople(database)) {
    const user = users.at(row.userId)
    if (row.registeredMs !== null) people.registeredDay[user] = calendar.dayNumber(row.registeredMs)
    people.birthYear[user] = row.birthYear ?? NaN
    put('gender', user, spelled(row.gender))
    put('region', user, spelled(row.region))
    if (known.has(row.channelSource, 'channel')) put('channel', user, spelled(row.channel))
  }
  for (const [userId, sourceId, json] of iterateAttributes(database)) {
    const user = users.at(userId)
    for (const [column, value] of Object.entries(attributes.parse(JSON.parse(json)))) {
      const text = spelled(value)
      // The latest source counts, so an earlier word goes also where the later one is not declared known.
      if (text !== null) put(column, user, known.has(sourceId, column) ? text : null)
    }
  }
  return people
}

/** Trimmed; null where there is nothing. */
const spelled = (value: string | number | boolean | null): string | null =>
  value === null || String(value).trim() === '' ? null : String(value).trim()

/** Campaign contacts by user, oldest first. */
export interface Contacts {
  starts: Int32Array
  /** `undated` where it has none. */
  day: Int32Array
  treated: Uint8Array
}

/** Contacts without a date count only where their source declares them known. Outcomes are never read: they come after. */
export function loadContacts({ database, calendar }: OpenProject, users: Keys, known: KnownColumns): Contacts {
  const rows: { user: number; day: number; treated: number }[] = []
  for (const [userId, timeMs, treated, sourceId] of iterateContacts(database)) {
    if (timeMs === null && !known.any(sourceId)) continue
    const day = timeMs === null ? undated : calendar.dayNumber(timeMs)
    rows.push({ user: users.at(userId), day, treated: treated === 0 ? 0 : 1 })
  }
  rows.sort((a, b) => a.user - b.user || a.day - b.day)
  const starts = new Int32Array(users.count + 1)
  for (const { user } of rows) starts[user + 1]++
  for (let user = 0; user < users.count; user++) starts[user + 1] += starts[user]
  return {
    starts,
    day: Int32Array.from(rows, (row) => row.day),
    treated: Uint8Array.from(rows, (row) => row.treated),
  }
}
