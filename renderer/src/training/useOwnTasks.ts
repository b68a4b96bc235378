import { useI18n } from 'vue-i18n'
import type { OwnTask } from '../../../main/features/own/types.ts'
import { useFormat } from '../composables/useFormat.ts'

/** A task of which nothing is chosen yet. */
export const blankOwnTask = (): OwnTask => ({
  ...{ name: '', kind: 'yesNo', counts: 'days' },
  ...{ types: [], categories: [], brands: [], products: [], window: null },
})

/** Own tasks in words: of which acts, and when. */
export function useOwnTaskWords() {
  const { t, te, locale } = useI18n()
  const format = useFormat()

  const typeName = (type: string) => (te(`dataset.acts.${type}`, locale.value) ? t(`dataset.acts.${type}`) : type)

  function windowWords({ window }: Pick<OwnTask, 'window'>): string {
    if (window === null) return t('model.own.windows.horizon')
    if ('fromDay' in window) return t('model.own.between', { from: window.fromDay, to: window.toDay })
    return t('model.own.dates', { from: format.value.date(window.from), to: format.value.date(window.to) })
  }

  const describe = (own: Omit<OwnTask, 'name'>): string =>
    [
      t(`model.own.kinds.${own.kind}`) + (own.kind === 'count' ? ` · ${t(`model.own.counts.${own.counts}`)}` : ''),
      ...(own.types.length > 0 ? [own.types.map(typeName).join(', ')] : []),
      ...[own.categories, own.brands, own.products]
        .filter((names) => names.length > 0)
        .map((names) => names.join(', ')),
      windowWords(own),
    ].join(' · ')

  return { describe, typeName }
}
