import { computed, ref, watch } from 'vue'
import type { Influence, SocialSelection } from '../../../main/insight/social/types.ts'
import { call } from '../client/client.ts'
import { useQuery } from '../composables/useAsync.ts'
import { useJobResult } from '../composables/useJobResult.ts'
import { useProject } from '../composables/useProject.ts'
import { useShopFilter } from '../insight/useShopFilter.ts'

/** What the social page shows: a relation, a selection within it, a customer, and what is known of each. */
export function useSocial() {
  const project = useProject()
  /** Null: every relation. */
  const relation = ref<string | null>(null)
  const selection = ref<SocialSelection>({ kind: 'all' })
  const chosenId = ref<string | null>(null)
  const of = ref<Influence['of']>('product')

  const shop = useShopFilter()
  const changed = [() => shop.filter, () => project.revision, () => project.asOf]
  const scope = () => ({ relation: relation.value, filter: shop.filter, asOf: project.asOf })
  const network = useQuery(
    () => call('social.network', { ...scope(), selection: selection.value, runId: project.runId }),
    ...[relation, selection, () => project.runId, ...changed],
  )
  const influence = useJobResult<[], Influence>(() => call('social.influence', { ...scope(), of: of.value }))
  // Of a large network the page opens without communities, and they come when they are found.
  const communities = useJobResult<[], { communities: number }>(() => call('social.communities', scope()))
  async function findCommunities(): Promise<void> {
    await communities.run()
    if (communities.state.value && !communities.error.value) await network.run()
  }
  watch(
    () => network.state.value,
    (found) => {
      if (found && found.ties > 0 && found.division === null && !communities.loading.value) void findCommunities()
    },
  )
  // Figures of other links or other data must not stay beside these.
  watch([relation, of, ...changed], () => {
    void influence.cancel()
    influence.state.value = null
  })
  watch([relation, ...changed], () => void communities.cancel())
  watch([relation, () => project.state?.path], () => {
    selection.value = { kind: 'all' }
    chosenId.value = null
  })

  const chosen = computed(() => network.state.value?.nodes.find(({ id }) => id === chosenId.value) ?? null)
  function showAround(user: string, steps: number): void {
    chosenId.value = user
    selection.value = { kind: 'customer', user, steps }
  }

  return { relation, selection, chosenId, chosen, of, network, communities, findCommunities, influence, showAround }
}

export type Social = ReturnType<typeof useSocial>
