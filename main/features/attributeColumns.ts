import type { Calendar } from '../base/calendar.ts'
import { dayOfText, kindOfAttribute } from './attributeValues.ts'
import { never } from './catalogue.ts'
import type { Column } from './columns.ts'
import { undated } from './links.ts'
import type { Contacts, People, TypedAttribute } from './people.ts'
import type { FeatureSpec } from './types.ts'
import type { UserHistory } from './userHistory.ts'

const column = (
  name: string,
  transform: FeatureSpec['transform'],
  value: (history: UserHistory) => number,
): Column<UserHistory> => ({ name, group: 'behaviour', source: 'users', transform, value })

/**
 * Columns from what is known of the users. The vocabulary is fitted on the users named by `fitted` alone: training users
 * with an act before the cutoff.
 */
export function attributeColumns(people: People, fitted: Int32Array, calendar: Calendar): Column<UserHistory>[] {
  const age = ageReader(people, calendar)
  return [
    column('registeredDays', 'log1p', (h) =>
      people.registeredDay[h.user] < h.cutoffDay ? h.cutoffDay - people.registeredDay[h.user] : 0,
    ),
    column('registered', 'none', (h) =>
      Number(people.registeredDay[h.user] !== never && people.registeredDay[h.user] < h.cutoffDay),
    ),
    column('age', 'none', (h) => age(h) ?? 0),
    column('ageKnown', 'none', (h) => Number(age(h) !== null)),
    ...[...people.texts]
      .sort(byName)
      .flatMap(([name, values]) => textColumns(`user ${name}`, values, fitted, people.categories.has(name))),
    ...[...people.typed].sort(byName).flatMap(([name, typed]) => typedColumns(`user ${name}`, typed)),
  ]
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1)

/** Years to the cutoff's year; null where unknown or beyond belief. */
function ageReader(people: People, calendar: Calendar) {
  const years = new Map<number, number>()
  return ({ user, cutoffDay }: UserHistory): number | null => {
    let year = years.get(cutoffDay)
    if (year === undefined) {
      year = Number(calendar.isoDate(calendar.dayStart(cutoffDay)).slice(0, 4))
      years.set(cutoffDay, year)
    }
    const age = year - people.birthYear[user]
    return age >= 10 && age <= 110 ? age : null
  }
}

/**
 * What was declared to be numbers, dates or yes-no: one column, with a mark where it is known. Of a date the days since
 * then; one that is not past at the cutoff is not known there.
 */
function typedColumns(name: string, { as, values }: TypedAttribute): Column<UserHistory>[] {
  const isKnown =
    as === 'date'
      ? (h: UserHistory) => values[h.user] < h.cutoffDay
      : (h: UserHistory) => Number.isFinite(values[h.user])
  const valueOf = as === 'date' ? (h: UserHistory) => h.cutoffDay - values[h.user] : (h: UserHistory) => values[h.user]
  const transform = { number: 'signedLog1p', date: 'log1p', boolean: 'none' } as const
  return [
    column(as === 'date' ? `${name} days` : name, transform[as], (h) => (isKnown(h) ? valueOf(h) : 0)),
    column(`${name} known`, 'none', (h) => Number(isKnown(h))),
  ]
}

/**
 * A column of numbers stays one, one of dates becomes the days up to the cutoff, any other, or one said to be of categories,
 * a 0/1 column per common value; beside each stands whether it is known, where it is not of everybody.
 */
function textColumns(
  name: string,
  values: (string | null)[],
  fitted: Int32Array,
  isCategory: boolean,
): Column<UserHistory>[] {
  const counts = new Map<string, number>()
  let known = 0
  for (const user of fitted) {
    const value = values[user]
    if (value === null) continue
    known++
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  const attribute = kindOfAttribute(counts, isCategory)
  if (attribute.kind === 'words') {
    return [
      ...attribute.common.map((value) => column(`${name} = ${value}`, 'none', (h) => Number(values[h.user] === value))),
      ...(known < fitted.length && attribute.common.length > 0
        ? [column(`${name} known`, 'none', (h) => Number(values[h.user] !== null))]
        : []),
    ]
  }
  const figure = (h: UserHistory): number | null => {
    const text = values[h.user]
    if (text === null) return null
    const day = attribute.kind === 'day' ? dayOfText(text) : null
    // A date at or after the cutoff was not known as past then.
    if (attribute.kind === 'day') return day === null || day >= h.cutoffDay ? null : h.cutoffDay - day
    return Number.isFinite(Number(text)) ? Number(text) : null
  }
  return [
    column(name, 'signedLog1p', (h) => figure(h) ?? 0),
    column(`${name} known`, 'none', (h) => Number(figure(h) !== null)),
  ]
}

/** How often, and how long ago, campaigns reached the user before the cutoff. */
export function contactColumns(contacts: Contacts): Column<UserHistory>[] {
  const count = (h: UserHistory, days: number, treatedOnly = false) => {
    let sum = 0
    for (let i = contacts.starts[h.user]; i < contacts.starts[h.user + 1]; i++) {
      const age = h.cutoffDay - contacts.day[i]
      if (age > 0 && age <= days && (!treatedOnly || contacts.treated[i] === 1)) sum++
    }
    return sum
  }
  const lastContact = (h: UserHistory) => {
    let last = 0
    for (let i = contacts.starts[h.user]; i < contacts.starts[h.user + 1]; i++) {
      const age = h.cutoffDay - contacts.day[i]
      if (age > 0 && contacts.day[i] !== undated && (last === 0 || age < last)) last = age
    }
    return last
  }
  const contact = (name: string, value: (h: UserHistory) => number): Column<UserHistory> => ({
    ...column(name, 'log1p', value),
    source: 'campaigns',
  })
  return [
    contact('contacts', (h) => count(h, Infinity)),
    contact('contacts30', (h) => count(h, 30)),
    contact('contacts90', (h) => count(h, 90)),
    contact('treatedContacts', (h) => count(h, Infinity, true)),
    contact('lastContactDays', lastContact),
  ]
}
