import { actConditionWords, periodWords } from '../charts/actConditionWords.ts'
import type { ReportFacts } from './gather.ts'
import type { Wording } from './wording.ts'

/** A report's filter in one line: its period, and all that narrows anything. */
export function filterWords({ definition, filterNames }: ReportFacts, { kit, say }: Wording): string {
  const { filters } = definition
  const word = (key: string) => kit.translate(`insight.filter.${key}`)
  const nameOf = (list: 'brands' | 'categories', id: number): string => {
    const name: string | undefined = filterNames[list][id]
    return name === undefined ? say('lineage.unknown', { id }) : name || word('noCategory')
  }
  const lists: [string, string[]][] = [
    ['brands', filters.brands.map((id) => nameOf('brands', id))],
    ['categories', filters.categories.map((id) => nameOf('categories', id))],
    ['regions', filters.regions],
    ['genders', filters.genders],
    ['channels', filters.channels],
  ]
  const chosen = lists.filter(([, names]) => names.length > 0)
  return [
    periodWords(filters.period, kit),
    ...(filters.comparison === 'none' ? [] : [word(`comparisons.${filters.comparison}`)]),
    ...chosen.map(([list, names]) => `${word(`lists.${list}`)}: ${names.join(word('separator'))}`),
    ...filters.acts.map((condition) => `(${actConditionWords(condition, nameOf, kit)})`),
  ].join(' · ')
}
