import type { RunDetails } from '../../../main/model/types.ts'
import { call } from '../client/client.ts'
import { useQuery, type Async } from '../composables/useAsync.ts'
import { useProject } from '../composables/useProject.ts'

/** The run that the pages show, with all its figures; null without a run. */
export function useRunDetails(): Async<[], RunDetails | null> {
  const project = useProject()
  return useQuery(
    async () => (project.runId === null ? null : call('model.run', { runId: project.runId })),
    () => project.runId,
    () => project.revision,
  )
}
