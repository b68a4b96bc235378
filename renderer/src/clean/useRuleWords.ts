import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { RuleInput } from '../../../main/dataset/clean/ruleKinds.ts'
import { kindWords } from '../browse/gridColumns.ts'
import { useFormat } from '../composables/useFormat.ts'
import type { SettingsOf } from './rules.ts'

const mostNamed = 4

/** A rule's settings in a line, in the reader's language; empty for a kind that has none. */
export function useRuleWords() {
  const words = useI18n()
  const { t } = words
  const format = useFormat()
  const list = computed(() => new Intl.ListFormat(words.locale.value, { style: 'narrow', type: 'conjunction' }))

  function named(names: string[]): string {
    const more = names.length - mostNamed
    return more > 0
      ? t('clean.settings.andMore', { named: names.slice(0, mostNamed).join(', '), more: format.value.count(more) })
      : list.value.format(names)
  }
  const types = (names: string[] | null) =>
    names === null ? t('clean.settings.allActs') : named(names.map((name) => kindWords(name, words)))

  function ofDates({ from, to }: SettingsOf<'dateWindow'>): string[] {
    const { date } = format.value
    if (from !== null && to !== null) return [t('clean.settings.fromTo', { from: date(from), to: date(to) })]
    if (from !== null) return [t('clean.settings.from', { from: date(from) })]
    return to === null ? [] : [t('clean.settings.to', { to: date(to) })]
  }

  function ofProducts({ codes, titles }: SettingsOf<'excludedProducts'>): string[] {
    return [
      ...(codes.length > 0 ? [t('clean.settings.codes', { names: named(codes) })] : []),
      ...(titles.length > 0 ? [t('clean.settings.titles', { names: named(titles) })] : []),
    ]
  }

  function ofUsers({ ids, ...limits }: SettingsOf<'excludedUsers'>): string[] {
    const above = (['actsPerHourAbove', 'unitsPerOrderAbove', 'unitsPerProductAbove'] as const).flatMap((name) => {
      const limit = limits[name]
      return limit === null ? [] : [t(`clean.settings.${name}`, { limit: format.value.exact(limit) })]
    })
    return [...(ids.length > 0 ? [t('clean.settings.ids', { names: named(ids) })] : []), ...above]
  }

  function ofRates({ rates, unknown }: SettingsOf<'convertedCurrencies'>): string[] {
    const each = rates.map(({ currency, rate, month }) =>
      [currency, month, format.value.exact(rate)].filter(Boolean).join(' '),
    )
    return [named(each), t(`clean.settings.unknown.${unknown}`)]
  }

  const ofChanges = ({ changes }: SettingsOf<'changedTypes'>): string[] => [
    named(
      changes.map(({ from, to }) =>
        to === null
          ? t('clean.settings.leftOut', { from: kindWords(from, words) })
          : t('clean.settings.becomes', { from: kindWords(from, words), to: kindWords(to, words) }),
      ),
    ),
  ]

  function partsOf(rule: RuleInput): string[] {
    switch (rule.kind) {
      case 'dateWindow':
        return ofDates(rule.settings)
      case 'excludedProducts':
        return ofProducts(rule.settings)
      case 'excludedUsers':
        return ofUsers(rule.settings)
      case 'exactDuplicates':
        return [t(`clean.settings.between.${rule.settings.between}`)]
      case 'nearDuplicates':
        return [
          t('clean.settings.within', { duration: format.value.duration(rule.settings.withinSeconds) }),
          types(rule.settings.types),
        ]
      case 'convertedCurrencies':
        return ofRates(rule.settings)
      case 'winsorise':
        return [
          t('clean.settings.above', { quantile: format.value.percent(rule.settings.quantile) }),
          types(rule.settings.types),
        ]
      case 'changedTypes':
        return ofChanges(rule.settings)
      default:
        return []
    }
  }

  return (rule: RuleInput): string => partsOf(rule).filter(Boolean).join(' · ')
}
