import { ref, watch } from 'vue'
import type { Thresholds } from '../../../main/insight/customers/types.ts'

const place = 'assay.segments'

function remembered(): Partial<Thresholds> {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? '{}') as Partial<Record<keyof Thresholds, unknown>>
    const names = ['recentDays', 'lostDays', 'manyDays', 'topShare'] as const
    return Object.fromEntries(names.flatMap((name) => (typeof kept[name] === 'number' ? [[name, kept[name]]] : [])))
  } catch {
    return {} // what somebody else wrote there
  }
}

const thresholds = ref<Partial<Thresholds>>(remembered())
watch(thresholds, (value) => localStorage.setItem(place, JSON.stringify(value)))

/** Where segments end, as this analyst set it; what is left out follows from the shop. Kept in the browser. */
export const useThresholds = () => thresholds
