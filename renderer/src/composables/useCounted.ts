import { useI18n } from 'vue-i18n'
import { useFormat } from './useFormat.ts'

/**
 * Words a number of things: `counted('data.rows', 2)` takes `data.rows.one` or `data.rows.other`, whichever the
 * language wants, and fills `{n}`.
 */
export function useCounted(): (key: string, n: number, params?: Record<string, string>) => string {
  const { t, locale } = useI18n()
  const format = useFormat()
  return (key, n, params = {}) => {
    const rule = new Intl.PluralRules(locale.value).select(n) === 'one' ? 'one' : 'other'
    return t(`${key}.${rule}`, { ...params, n: format.value.count(n) })
  }
}
