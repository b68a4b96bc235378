import { computed, ref, watch } from 'vue'
import type { Trial } from '../../../main/search/types.ts'
import { call } from '../client/client.ts'
import { useQuery } from '../composables/useAsync.ts'
import { useJobs } from '../composables/useJobs.ts'
import { useProject } from '../composables/useProject.ts'
import { useJobNotes } from '../training/useJobNotes.ts'

/** The project's searches, the one that is shown, and the one that runs; trials appear as they finish. */
export function useStudies() {
  const project = useProject()
  const jobs = useJobs()
  const notes = useJobNotes()

  const job = computed(() => jobs.list.filter(({ command }) => command === 'search.start').at(-1) ?? null)
  const isRunning = computed(() => job.value?.state === 'running')
  const told = computed(() => (job.value ? notes.told<Trial>(job.value.id, 'trial') : []))

  const chosenId = ref<number | null>(null)
  const studies = useQuery(
    () => call('search.studies', {}),
    () => project.revision,
    () => told.value.length,
    () => job.value?.state,
  )
  const newestFirst = computed(() => (studies.state.value ?? []).toSorted((a, b) => b.studyId - a.studyId))
  const studyId = computed(() => chosenId.value ?? newestFirst.value[0]?.studyId ?? null)
  const study = useQuery(
    async () => (studyId.value === null ? null : call('search.study', { studyId: studyId.value })),
    studyId,
    () => studies.state.value,
  )

  // A search that begins is what one wants to see.
  watch(
    () => job.value?.id,
    () => (chosenId.value = null),
  )
  watch(
    () => project.state?.path,
    () => (chosenId.value = null),
  )

  return { job, isRunning, studies, newestFirst, studyId, study, choose: (id: number) => (chosenId.value = id) }
}
