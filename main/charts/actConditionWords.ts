import type { ActCondition, Period } from '../insight/filter/types.ts'
import type { ChartKit } from './chart.ts'

type Kit = Pick<ChartKit, 'translate' | 'format'>

/** What a brand or category is called, by its id. */
export type NameOf = (list: 'brands' | 'categories', id: number) => string

/** Kinds that a file brought have the name that it gave them. */
export function actKindName(kind: string, { translate }: Pick<ChartKit, 'translate'>): string {
  const key = `dataset.acts.${kind}`
  const words = translate(key)
  return words === key ? kind : words
}

/** A condition on acts in one line. */
export function actConditionWords(condition: ActCondition, nameOf: NameOf, kit: Kit): string {
  const { translate } = kit
  const { done, kinds, brands, categories, hours, weekdays, query } = condition
  const say = (key: string, params = {}) => translate(`insight.filter.acts.${key}`, params)
  const join = (words: string[]) => words.join(translate('insight.filter.separator'))
  const goods = [...categories.map((id) => nameOf('categories', id)), ...brands.map((id) => nameOf('brands', id))]
  const parts = [
    kinds.length > 0 ? join(kinds.map((kind) => actKindName(kind, kit))) : say('anyKind'),
    join(goods),
    priceWords(condition.price, kit),
    'days' in condition.period && condition.period.days === null ? '' : periodWords(condition.period, kit),
    hoursWords(hours, kit),
    join(weekdays.map((day) => say(`days.${day}`))),
    query === '' ? '' : say('asked', { query }),
  ]
  return say('words', { done: say(done ? 'yes' : 'no'), parts: parts.filter((part) => part !== '').join(' · ') })
}

export function periodWords(period: Period, { translate, format }: Kit): string {
  if ('days' in period) {
    if (period.days === null) return translate('insight.filter.wholeTime')
    return translate('insight.filter.lastDays', { days: period.days })
  }
  const day = (given: string | null) => (given === null ? '…' : format.day(given))
  return translate('insight.filter.acts.between', { from: day(period.from), to: day(period.to) })
}

function priceWords({ from, to }: ActCondition['price'], { translate, format }: Kit): string {
  const say = (key: string) =>
    translate(`insight.filter.acts.${key}`, { from: format.money(from), to: format.money(to) })
  if (from !== null) return say(to === null ? 'atLeast' : 'priceBetween')
  return to === null ? '' : say('atMost')
}

/** Hours that follow one another, through midnight where need be, from the first to the end of the last. */
function hoursWords(hours: number[], { translate }: Kit): string {
  if (hours.length === 0) return ''
  const hour = (at: number) => translate('insight.filter.acts.hour', { hour: at })
  return translate('insight.filter.acts.between', { from: hour(hours[0]), to: hour(hours[hours.length - 1] + 1) })
}
