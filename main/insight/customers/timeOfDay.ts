import { dayMs, type Calendar } from '../../base/calendar.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { rememberLatest } from '../ledger/rememberLatest.ts'
import type { Ledger } from '../ledger/types.ts'
import { hasActAtOtherTime } from './oneStore.ts'

const remember = rememberLatest<Map<number, boolean>>(1)

/**
 * Whether a source says at what time of day its acts were done. Files that name days alone put every act at the project's
 * midnight; hours read from them would be made up. A source is looked through up to the first act off midnight, once.
 */
export function sourcesWithHours(
  { database, calendar }: OpenProject,
  ledger: Ledger,
): (sourceId: number, timeMs: number) => boolean {
  const known = remember(ledger, 'hours', () => new Map<number, boolean>())
  let midnights: Set<number> | null = null
  return (sourceId, timeMs) => {
    const answer = known.get(sourceId)
    if (answer !== undefined) return answer
    midnights ??= midnightsOf(calendar, ledger)
    const found = !midnights.has(residue(timeMs)) || hasActAtOtherTime(database, sourceId, midnights)
    known.set(sourceId, found)
    return found
  }
}

const residue = (timeMs: number): number => ((timeMs % dayMs) + dayMs) % dayMs

/** The UTC times of day at which the zone's days begin: one, or several where clocks change. */
function midnightsOf(calendar: Calendar, { startDay, endDay }: Ledger): Set<number> {
  const found = new Set<number>()
  for (let day = startDay; day <= endDay; day++) found.add(residue(calendar.dayStart(day)))
  return found
}
