import { computed, ref, watch } from 'vue'
import type { Influence, SocialSelection } from '../../../main/insight/social/types.ts'
import { call } from '../client/client.ts'
import { useQuery } from '../composables/useAsync.ts'
import { useJobResult } from '../composables/useJobResult.ts'
import { useProject } from '../composables/useProject.ts'

/** What the social page shows: a relation, a selection within it, a customer, and what is known of each. */
export function useSocial() {
  const project = useProject()
  /** Null: every relation. */
  const relation = ref<string | null>(null)
  const selection = ref<SocialSelection>({ kind: 'all' })
  const chosenId = ref<string | null>(null)
  const of = ref<Influence['of']>('product')

  const changed = [() => project.revision, () => project.asOf]
  const network = useQuery(
    () =>
      call('social.network', {
        selection: selection.value,
        relation: relation.value,
        runId: project.runId,
        asOf: project.asOf,
      }),
    ...[relation, selection, () => project.runId, ...changed],
  )
  const influence = useJobResult<[], Influence>(() =>
    call('social.influence', { of: of.value, relation: relation.value, asOf: project.asOf }),
  )
  // Figures of other links or other data must not stay beside these.
  watch([relation, of, ...changed], () => {
    void influence.cancel()
    influence.state.value = null
  })
  watch([relation, () => project.state?.path], () => {
    selection.value = { kind: 'all' }
    chosenId.value = null
  })

  const chosen = computed(() => network.state.value?.nodes.find(({ id }) => id === chosenId.value) ?? null)
  function showAround(user: string, steps: number): void {
    chosenId.value = user
    selection.value = { kind: 'customer', user, steps }
  }

  return { relation, selection, chosenId, chosen, of, network, influence, showAround }
}

export type Social = ReturnType<typeof useSocial>
