import type { Estimate } from '../model/types.ts'

/** What a paired interval says of the first against the second. */
export type Standing = 'ahead' | 'same' | 'behind'

/** `same` wherever the interval covers 0, or is not known: then nothing can be said. */
export function standingOf({ low, high }: Estimate): Standing {
  if (low !== null && low > 0) return 'ahead'
  return high !== null && high < 0 ? 'behind' : 'same'
}

/** Money less what every contact costs; the interval moves along. */
export function lessCost({ value, low, high }: Estimate, contacts: number, costPerContact: number): Estimate {
  const cost = contacts * costPerContact
  const less = (money: number | null) => (money === null ? null : money - cost)
  return { value: less(value), low: less(low), high: less(high) }
}
