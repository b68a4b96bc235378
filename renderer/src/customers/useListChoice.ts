import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import type { CustomerPart, QuadrantName, SegmentName } from '../../../main/insight/customers/types.ts'
import { partOf } from './parts.ts'
import type { Lists } from './useLists.ts'
import { usePartWords } from './usePartWords.ts'

export interface ListChoice {
  segment: SegmentName | null
  quadrant: QuadrantName | null
  overdue: boolean
  listId: number | null
  part: CustomerPart | null
  /** Not these, but so many others who are most like them. */
  like: { top: number } | null
}

const quadrants: QuadrantName[] = ['highLikely', 'highUnlikely', 'lowLikely', 'lowUnlikely']
/** What narrows the list, in the address. */
const narrowing = ['segment', 'quadrant', 'overdue', 'list', 'part', 'like'] as const

/** Whom the list shows; it stands in the address, so that charts lead to it and one can go back. */
export function useListChoice(): {
  chosen: ComputedRef<ListChoice>
  isNarrowed: ComputedRef<boolean>
  narrow(changes: Record<string, string | undefined>): void
  showList(listId: number | null): void
  showEverybody(): void
} {
  const route = useRoute()
  const router = useRouter()
  const whole = (text: unknown) => (typeof text === 'string' && /^\d{1,8}$/.test(text) ? Number(text) : null)
  const chosen = computed<ListChoice>(() => {
    const { segment, quadrant, overdue, list, part, like } = route.query
    const top = whole(like)
    return {
      segment: typeof segment === 'string' ? (segment as SegmentName) : null,
      quadrant: quadrants.find((name) => name === quadrant) ?? null,
      overdue: overdue === '1',
      listId: whole(list),
      part: partOf(part),
      like: top === null || top === 0 ? null : { top },
    }
  })
  const isNarrowed = computed(() => {
    const { segment, quadrant, overdue, listId, part } = chosen.value
    return segment !== null || quadrant !== null || overdue || listId !== null || part !== null
  })
  const nothing = Object.fromEntries(narrowing.map((key) => [key, undefined]))
  const narrow = (changes: Record<string, string | undefined>) =>
    void router.replace({ name: 'customers', query: { ...route.query, tab: 'list', ...changes } })
  const showList = (listId: number | null) =>
    narrow({
      // Those who are like a list are no part of what they were found by.
      ...(chosen.value.like && nothing),
      list: listId === null ? undefined : String(listId),
    })
  const showEverybody = () => narrow(nothing)
  return { chosen, isNarrowed, narrow, showList, showEverybody }
}

/** What was chosen, in words. */
export function useChoiceWords(chosen: ComputedRef<ListChoice>, lists: Lists): ComputedRef<string> {
  const { t } = useI18n()
  const partWords = usePartWords()
  return computed(() => {
    const { segment, quadrant, overdue, listId, part } = chosen.value
    const words = [
      listId === null ? null : (lists.all.value.find((list) => list.listId === listId)?.name ?? `#${listId}`),
      segment && t(`charts.customers.segments.${segment}`),
      quadrant && t(`customers.quadrant.${quadrant}`),
      part && partWords.value(part),
      overdue ? t('customers.overdue.title') : null,
    ]
    return words.filter((word) => word !== null).join(' · ') || t('customers.like.all')
  })
}
