import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { kindWords } from '../../browse/gridColumns.ts'
import { call } from '../../client/client.ts'
import { useQuery } from '../../composables/useAsync.ts'
import { useProject } from '../../composables/useProject.ts'

/** The kinds of act there are, as a choice. */
export function useActTypes() {
  const words = useI18n()
  const project = useProject()
  const names = useQuery(
    () => call('dataset.rowChoices', { table: 'acts', column: 'kind', search: '' }),
    () => project.revision,
  )
  return computed(() => (names.state.value ?? []).map((value) => ({ value, label: kindWords(value, words) })))
}
