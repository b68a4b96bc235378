/** What a column of the shop's own holds: numbers, days, or words of which the commonest count. */
export type AttributeKind = { kind: 'number' } | { kind: 'day' } | { kind: 'words'; common: string[] }

/** The commonest values of a text column get a column of their own; the others share none. */
const mostValues = 8
/** Of a column with many values, one counts as common from so many people on: a postcode of one person says nothing. */
const fewestPeople = 5

const isoDay = /^\d{4}-\d{2}-\d{2}(?:[T ].*)?$/

/** Days since 1970-01-01; null for what is no day. */
export function dayOfText(text: string): number | null {
  const timeMs = isoDay.test(text) ? Date.parse(text.slice(0, 10)) : NaN
  return Number.isNaN(timeMs) ? null : timeMs / 86_400_000
}

/**
 * Decides by the values of the people it is fitted on: days where all are ISO dates, numbers where all are numbers and
 * more than `mostValues` differ, else words; words also where the analyst says that they are categories. Values, each with how many people have it.
 */
export function kindOfAttribute(counts: Map<string, number>, isCategory = false): AttributeKind {
  const values = [...counts.keys()]
  if (!isCategory && values.length > 0 && values.every((value) => dayOfText(value) !== null)) return { kind: 'day' }
  if (!isCategory && values.length > mostValues && values.every((value) => Number.isFinite(Number(value))))
    return { kind: 'number' }
  const fewest = !isCategory && values.length > mostValues ? fewestPeople : 1
  const common = [...counts]
    .filter(([, count]) => count >= fewest)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, mostValues)
    .map(([value]) => value)
  return { kind: 'words', common }
}
