import type { Period } from '../insight/filter/types.ts'
import type { ReportFacts } from './gather.ts'
import type { Wording } from './wording.ts'

/** A report's filter in one line: its period, and every list that narrows anything. */
export function filterWords({ definition, filterNames }: ReportFacts, { kit, say }: Wording): string {
  const { filters } = definition
  const word = (key: string) => kit.translate(`insight.filter.${key}`)
  const nameOf = (name: string | null, id: number) =>
    name === null ? say('lineage.unknown', { id }) : name || word('noCategory')
  const lists: [string, string[]][] = [
    ['brands', filterNames.brands.map((name, at) => nameOf(name, filters.brands[at]))],
    ['categories', filterNames.categories.map((name, at) => nameOf(name, filters.categories[at]))],
    ['regions', filters.regions],
    ['genders', filters.genders],
    ['channels', filters.channels],
  ]
  const chosen = lists.filter(([, names]) => names.length > 0)
  return [
    periodWords(filters.period, kit),
    ...(filters.comparison === 'none' ? [] : [word(`comparisons.${filters.comparison}`)]),
    ...chosen.map(([list, names]) => `${word(`lists.${list}`)}: ${names.join(word('separator'))}`),
  ].join(' · ')
}

function periodWords(period: Period, { translate, format }: Wording['kit']): string {
  if ('days' in period) {
    if (period.days === null) return translate('insight.filter.wholeTime')
    return translate('insight.filter.lastDays', { days: period.days })
  }
  const day = (given: string | null) => (given === null ? '…' : format.day(given))
  return `${day(period.from)} – ${day(period.to)}`
}
