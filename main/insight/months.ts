import { dayMs } from '../base/calendar.ts'

/** Months since 1970-01; day numbers are already the project's calendar days. */
export function monthOf(dayNumber: number): number {
  const date = new Date(dayNumber * dayMs)
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth()
}

/** `2024-05`. */
export const monthName = (month: number): string =>
  `${1970 + Math.floor(month / 12)}-${String((((month % 12) + 12) % 12) + 1).padStart(2, '0')}`
