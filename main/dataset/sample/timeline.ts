import { dayMs, hourMs } from '../../base/calendar.ts'
import type { Random } from '../../base/random.ts'

/** The shop's days, counted from the first of the data. Clock times are wall-clock milliseconds read as if UTC. */
export interface Timeline {
  /** Wall clock at which day 0 begins. */
  startClock: number
  endClock: number
  days: number
  weeks: number
  /** Usual traffic of each day: the weekday's pattern. */
  dayWeight: Float64Array
  /** What a sale event adds to a day's traffic for the average customer, as a factor − 1; 0 on usual days. */
  saleBoost: Float64Array
}

/** Month, first day and the boost of each day up to the peak. */
export const saleEvents = [
  { name: '618', month: 6, firstDay: 15, boosts: [0.4, 0.4, 0.6, 1.8] },
  { name: '双11', month: 11, firstDay: 8, boosts: [0.5, 0.5, 0.8, 2.6] },
] as const

const weekdayWeights = [0.9, 0.86, 0.88, 0.92, 1.06, 1.24, 1.14] // Monday first
const hourWeights = [2, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 6, 8, 6, 5, 5, 5, 6, 7, 10, 14, 15, 11, 5]

/** Days of each category's own promotion and how much it takes off. */
export const promotion = { everyWeeks: 6, discount: 0.15 } as const

export function createTimeline(end: string, months: number): Timeline {
  const last = new Date(`${end}T00:00:00Z`)
  const endClock = last.getTime()
  const startClock = Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - months, last.getUTCDate())
  const days = Math.round((endClock - startClock) / dayMs)
  const dayWeight = new Float64Array(days)
  const saleBoost = new Float64Array(days)
  for (let day = 0; day < days; day++) {
    const date = new Date(startClock + day * dayMs)
    dayWeight[day] = weekdayWeights[(date.getUTCDay() + 6) % 7]
    for (const event of saleEvents) {
      if (date.getUTCMonth() + 1 !== event.month) continue
      saleBoost[day] = event.boosts[date.getUTCDate() - event.firstDay] ?? 0
    }
  }
  return { startClock, endClock, days, weeks: Math.ceil(days / 7), dayWeight, saleBoost }
}

/** A time of day on the given day; shopping is an evening habit. */
export function drawClock(timeline: Timeline, day: number, random: Random): number {
  const hour = random.weighted(hourWeights)
  return timeline.startClock + day * dayMs + hour * hourMs + random.integer(3600) * 1000
}

export const dayOfClock = (timeline: Timeline, clock: number): number =>
  Math.floor((clock - timeline.startClock) / dayMs)

export const clockOfDay = (timeline: Timeline, day: number): number => timeline.startClock + day * dayMs

export const isPromoted = (category: number, day: number): boolean =>
  (Math.floor(day / 7) + 5 * category) % promotion.everyWeeks === 0

/** `2025-11-11 20:14:05` */
export const formatClock = (clock: number): string => new Date(clock).toISOString().slice(0, 19).replace('T', ' ')

/** `2025-11-11` */
export const formatDay = (timeline: Timeline, day: number): string =>
  new Date(clockOfDay(timeline, day)).toISOString().slice(0, 10)
