import type { Calendar } from '../../base/calendar.ts'

/** From a moment on the zone's clocks are ahead of UTC by so much; the first segment holds for all before it too. */
export interface ClockSegment {
  fromMs: number
  offsetMs: number
}

const quarterMs = 900_000

/** How a zone's clocks stand from one day to another: one segment where they are never changed. */
export function clockSegments(calendar: Calendar, fromDay: number, toDay: number): ClockSegment[] {
  const startMs = calendar.dayStart(fromDay)
  const segments: ClockSegment[] = [{ fromMs: startMs, offsetMs: calendar.offset(startMs) }]
  for (let day = fromDay; day < toDay; day++) {
    const nextMs = calendar.dayStart(day + 1)
    if (calendar.offset(nextMs) === segments[segments.length - 1].offsetMs) continue
    let moment = calendar.dayStart(day)
    while (calendar.offset(moment) !== calendar.offset(nextMs)) moment += quarterMs
    segments.push({ fromMs: moment, offsetMs: calendar.offset(nextMs) })
  }
  return segments
}
