import { useRouter } from 'vue-router'
import type { CustomerPart } from '../../../main/insight/customers/types.ts'
import { partText } from './parts.ts'

/** Goes to the list of the customers behind a part of a chart. */
export function useShowPart(): (part: CustomerPart | null) => void {
  const router = useRouter()
  return (part) => {
    if (part) void router.push({ name: 'customers', query: { tab: 'list', part: partText(part) } })
  }
}
