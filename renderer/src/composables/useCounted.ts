import { useI18n } from 'vue-i18n'
import { useFormat } from './useFormat.ts'

/**
 * Words a number of things: `counted('jobs.running', 2)` takes `jobs.running.one` or `jobs.running.other`,
 * whichever the language wants, and fills `{n}`.
 */
export function useCounted(): (key: string, n: number, params?: Record<string, string>) => string {
  const { t, locale } = useI18n()
  const format = useFormat()
  return (key, n, params = {}) => {
    const rule = new Intl.PluralRules(locale.value).select(n) === 'one' ? 'one' : 'other'
    return t(`${key}.${rule}`, { ...params, n: format.value.count(n) })
  }
}
