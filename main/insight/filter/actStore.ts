import type { Database } from 'better-sqlite3'
import { dayMs, hourMs } from '../../base/calendar.ts'
import { findsActsByUser } from '../../storage/actIndex.ts'
import type { ClockSegment } from './clock.ts'

/** What acts are looked for; empty and null: any. */
export interface ActTest {
  typeIds: number[]
  productIds: number[] | null
  times: { fromMs: number; toMs: number } | null
  /** Of the days of the data, how many of them are meant. */
  shareOfDays: number
  hours: number[]
  weekdays: number[]
  /** How the zone's clocks stand, for hours and weekdays. */
  segments: ClockSegment[]
  query: string
}

/** The numbers of act types by name. */
export const readKinds = (database: Database): Map<string, number> =>
  new Map(database.prepare<[], [string, number]>('SELECT name, id FROM act_type ORDER BY id').raw().all())

/** Ids of those who have done such an act, each at least once. */
export function iterateActors(database: Database, test: ActTest): IterableIterator<number> {
  const conditions = conditionsOf(test).map((condition) => `AND ${condition}`).join(' ') // prettier-ignore
  const products = JSON.stringify(test.productIds)
  const query = `%${test.query.replace(/[\\%_]/g, '\\$&')}%`
  const values = { ...test.times, products, query }
  const sql = asksByUser(database, test, conditions, values)
    ? `SELECT u.id FROM user u WHERE EXISTS (SELECT 1 FROM act_net a WHERE a.user_id = u.id ${conditions})`
    : `SELECT a.user_id FROM act_net a WHERE TRUE ${conditions}`
  return database.prepare<object, number>(sql).pluck().iterate(values)
}

/** Few days: a customer's acts of them stand side by side in the index. */
const fewDays = 0.25
/** Acts that are handed on cost as much as ten that are looked at. */
const manyActs = 0.05

/**
 * Whether to ask for each customer by the index, or to look through all acts as they lie, which is quicker where few of all
 * days are meant. A query does not stand in the index.
 */
function asksByUser(database: Database, { shareOfDays, query }: ActTest, conditions: string, values: object): boolean {
  if (query !== '' || !findsActsByUser(database)) return false
  return shareOfDays < fewDays || sampledShare(database, conditions, values) > manyActs
}

const sampledPlaces = 40
const sampledRows = 250

/** About what share of all acts meets conditions, from some of them all over the project. */
function sampledShare(database: Database, conditions: string, values: object): number {
  const last = database.prepare('SELECT COALESCE(MAX(id), 0) FROM behaviour').pluck().get() as number
  const count = database
    .prepare<object, number>(`SELECT COUNT(*) FROM act_net a WHERE a.id >= @from AND a.id < @to ${conditions}`)
    .pluck()
  let found = 0
  for (let place = 0; place < sampledPlaces; place++) {
    const from = Math.floor((place * last) / sampledPlaces)
    found += count.get({ ...values, from, to: from + sampledRows }) ?? 0
  }
  return found / (sampledPlaces * Math.min(sampledRows, Math.max(1, last)))
}

function conditionsOf({ typeIds, productIds, times, hours, weekdays, segments, query }: ActTest): string[] {
  const local = localTime(segments)
  return [
    ...(typeIds.length > 0 ? [`a.type_id IN (${typeIds.join()})`] : []),
    ...(times ? ['a.time_ms >= @fromMs', 'a.time_ms < @toMs'] : []),
    ...(hours.length > 0 ? [`${local} / ${hourMs} % 24 IN (${hours.join()})`] : []),
    // 1970-01-01 was a Thursday.
    ...(weekdays.length > 0 ? [`(${local} / ${dayMs} + 3) % 7 IN (${weekdays.join()})`] : []),
    ...(productIds ? ['a.product_id IN (SELECT value FROM json_each(@products))'] : []),
    ...(query === '' ? [] : [`a.query LIKE @query ESCAPE '\\'`]),
  ]
}

/** The time on the zone's clocks; counted from a Thursday long before 1970, so that no remainder is negative. */
function localTime(segments: ClockSegment[]): string {
  const [first, ...later] = segments.map(({ fromMs, offsetMs }) => ({ fromMs, shift: offsetMs + longBefore }))
  if (!first) return 'a.time_ms'
  const changes = later.toReversed().map(({ fromMs, shift }) => `WHEN a.time_ms >= ${fromMs} THEN ${shift}`)
  const shift = changes.length > 0 ? `CASE ${changes.join(' ')} ELSE ${first.shift} END` : `${first.shift}`
  return `(a.time_ms + ${shift})`
}

/** Whole weeks. */
const longBefore = 200_000 * 7 * dayMs
