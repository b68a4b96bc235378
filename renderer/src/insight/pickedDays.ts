import type { FilterChoices, Period } from '../../../main/insight/filter/types.ts'

/** Between days and the picker, which speaks of midnights of this machine's zone; a day has no zone. */
export const pickedDays = {
  /** Null for a period that is not from one day to another. */
  asRange(period: Period, bounds: Pick<FilterChoices, 'from' | 'to'> | null): [number, number] | null {
    if ('days' in period || !bounds) return null
    return [midnight(period.from ?? bounds.from), midnight(period.to ?? bounds.to)]
  },
  asPeriod: (range: [number, number] | null): Period =>
    range ? { from: dayOf(range[0]), to: dayOf(range[1]) } : { days: null },
}

const midnight = (day: string) => new Date(`${day}T00:00:00`).getTime()

/** `2024-05-01` of a moment, by this machine's clock. */
export function dayOf(ms: number): string {
  const date = new Date(ms)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
