import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { Calendar } from '../base/calendar.ts'
import { declaredTypes } from '../dataset/attributes/declare.ts'
import { createAttributeReader, type AttributeReader } from '../dataset/attributes/readAttribute.ts'
import type { AttributeValue } from '../dataset/attributes/types.ts'
import { unreadable } from '../dataset/shape/expression/values.ts'
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
  /** Names of `texts` whose values are categories even where they are written as numbers. */
  categories: Set<string>
  /** Attributes declared to be numbers, dates or yes-no, by column; in `texts` they are not. */
  typed: Map<string, TypedAttribute>
}

/** NaN where unknown; dates are day numbers, yes is 1, no is 0. */
export interface TypedAttribute {
  as: 'number' | 'date' | 'boolean'
  values: Float64Array
}

const attributes = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

export function loadPeople({ database, calendar }: OpenProject, users: Keys, known: KnownColumns): People {
  const people: People = {
    registeredDay: new Int32Array(users.count).fill(never),
    birthYear: new Float64Array(users.count).fill(NaN),
    texts: new Map(),
    categories: new Set(),
    typed: new Map(),
  }
  const types = createTypes(people, database, users.count, calendar)
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
      if (text === null) continue
      // The latest source counts, so an earlier word goes also where the later one is not declared known.
      const isKnown = known.has(sourceId, column)
      if (!types.take(column, user, isKnown ? value : null)) put(column, user, isKnown ? text : null)
    }
  }
  return people
}

/** `take` puts a value where the declared type of its attribute wants it, and says whether there is such a type. */
function createTypes(people: People, database: Database, users: number, calendar: Calendar) {
  const declared = new Map(
    [...declaredTypes(database)].map(([name, reading]) => [
      name,
      { as: reading.as, read: createAttributeReader(reading, calendar.timezone) },
    ]),
  )
  for (const [name, { as }] of declared) if (as === 'category') people.categories.add(name)
  return {
    take(column: string, user: number, value: AttributeValue): boolean {
      const type = declared.get(column)
      if (!type || type.as === 'category') return false
      // Words of one's own tell nothing of others.
      if (type.as === 'text') return true
      const typed = people.typed.get(column) ?? { as: type.as, values: new Float64Array(users).fill(NaN) }
      people.typed.set(column, typed)
      typed.values[user] = numberOf(type.read(value), type.as, calendar)
      return true
    },
  }
}

function numberOf(value: ReturnType<AttributeReader>, as: TypedAttribute['as'], calendar: Calendar): number {
  if (value === null || value === unreadable) return NaN
  return as === 'date' ? calendar.dayNumber(Number(value)) : Number(value)
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
