import { actConditionWords, actKindName, type NameOf } from '../../../main/charts/actConditionWords.ts'
import type { ActCondition } from '../../../main/insight/filter/types.ts'
import { useChartKit } from '../charts/useChartKit.ts'
import { useShopFilter } from './useShopFilter.ts'

/** A condition on acts in words, as its chip shows it. */
export function useActWords() {
  const kit = useChartKit()
  const shop = useShopFilter()
  const nameOf: NameOf = (list, id) => shop.choices?.[list].find(({ value }) => value === id)?.label || `#${id}`
  return {
    wordsOf: (condition: ActCondition) => actConditionWords(condition, nameOf, kit.value),
    kindName: (kind: string) => actKindName(kind, kit.value),
  }
}
