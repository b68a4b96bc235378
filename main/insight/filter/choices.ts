import { saleSeasons } from '../../features/saleCalendar.ts'
import type { Coded, Ledger } from '../ledger/types.ts'
import { isoDay } from '../../base/calendar.ts'
import type { Choice, FilterChoices } from './types.ts'

/** What a filter can be made of, the largest first; customers are those who bought. */
export function filterChoices(ledger: Ledger, kinds: string[]): FilterChoices {
  const { products, brands, categories, startDay, endDay } = ledger
  return {
    brands: namedChoices(ledger, products.brand, brands.ids, brands.names),
    categories: namedChoices(ledger, products.category, categories.ids, categories.names),
    regions: wordChoices(ledger, ledger.users.region),
    genders: wordChoices(ledger, ledger.users.gender),
    channels: wordChoices(ledger, ledger.users.channel),
    kinds,
    from: isoDay(startDay),
    to: isoDay(endDay - 1),
    sales: saleSeasons()
      .filter(({ fromDay, toDay }) => fromDay >= startDay && toDay < endDay)
      .map(({ name, fromDay, toDay }) => ({ name, from: isoDay(fromDay), to: isoDay(toDay) }))
      .sort((a, b) => (a.from < b.from ? 1 : -1)),
  }
}

const byCustomers = (a: Choice, b: Choice): number => b.customers - a.customers || (a.label < b.label ? -1 : 1)

function namedChoices({ lines }: Ledger, groupOf: Int32Array, ids: Int32Array, names: string[]): Choice[] {
  const customers = new Int32Array(names.length)
  /** The last customer counted in each group: lines are sorted by customer. */
  const last = new Int32Array(names.length).fill(-1)
  for (let i = 0; i < lines.count; i++) {
    const group = lines.product[i] < 0 ? -1 : groupOf[lines.product[i]]
    if (group < 0 || last[group] === lines.user[i]) continue
    last[group] = lines.user[i]
    customers[group]++
  }
  return names
    .map((label, at) => ({ value: ids[at], label, customers: customers[at] }))
    .filter((choice) => choice.customers > 0)
    .sort(byCustomers)
}

function wordChoices({ lines, users }: Ledger, { words, codes }: Coded): Choice[] {
  const customers = new Array<number>(words.length).fill(0)
  for (let user = 0; user < users.count; user++) {
    if (codes[user] >= 0 && lines.starts[user + 1] > lines.starts[user]) customers[codes[user]]++
  }
  return words
    .map((word, at) => ({ value: word, label: word, customers: customers[at] }))
    .filter((choice) => choice.customers > 0)
    .sort(byCustomers)
}
