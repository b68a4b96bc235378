import { useI18n } from 'vue-i18n'
import type { Finding } from '../../../main/dataset/profile/types.ts'
import { useFormat } from '../composables/useFormat.ts'

const shares = ['share', 'chance']
const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text)

/** A finding in the reader's language: its name, how much of the data it is, and by what measure it was found. */
export function useFindingWords() {
  const { t } = useI18n()
  const format = useFormat()

  const say = (name: string, value: string | number): string => {
    if (typeof value === 'string') return isDay(value) ? format.value.date(value) : value
    if (shares.includes(name)) return format.value.percent(value)
    return Number.isInteger(value) ? format.value.count(value) : format.value.number(value)
  }

  return (finding: Finding) => {
    const { rows, users, products, money, params } = finding
    const figures = {
      rows: format.value.count(rows),
      users: format.value.count(users),
      products: format.value.count(products),
      money: format.value.money(money),
      ...Object.fromEntries(Object.entries(params).map(([name, value]) => [name, say(name, value)])),
    }
    const key = `findings.${finding.code}`
    return { name: t(`${key}.name`), text: t(`${key}.text`, figures), why: t(`${key}.why`, figures) }
  }
}
