import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { ProjectState, StepName } from '../../../main/storage/types.ts'
import type { RunSummary } from '../../../main/model/types.ts'
import { call, on } from '../client/client.ts'

/** A moment of the project's past: the state of the data after an entry of the history. */
export interface PastState extends StepName {
  stateId: number
  atMs: number
}

/** The open project, its runs, and the run that the pages show. */
export const useProject = defineStore('project', () => {
  const state = shallowRef<ProjectState | null>(null)
  /** Grows with every change of the project's contents: what pages reload on. */
  const revision = ref(0)
  const runs = shallowRef<RunSummary[]>([])
  const chosenRunId = ref<number | null>(null)
  /** The moment whose figures the pages show; null for now. */
  const past = shallowRef<PastState | null>(null)
  /** What commands take that can be asked about the past. */
  const asOf = computed(() => past.value?.stateId ?? null)

  /** The chosen run; the newest where none is chosen or the chosen one is gone. */
  const run = computed(() => runs.value.find(({ runId }) => runId === chosenRunId.value) ?? runs.value[0] ?? null)
  const runId = computed(() => run.value?.runId ?? null)
  const isOpen = computed(() => state.value !== null)
  const hasData = computed(() => (state.value?.sources ?? 0) > 0)

  async function take(next: ProjectState | null): Promise<void> {
    if (next?.path !== state.value?.path) chosenRunId.value = past.value = null
    state.value = next
    const mine = ++revision.value
    const list = next && next.runs > 0 ? await call('model.runs', {}) : []
    if (mine === revision.value) runs.value = list
  }

  /** Learns what is open and keeps up with it. */
  async function start(): Promise<void> {
    on('project.changed', (next) => void take(next))
    await take(await call('project.state', {}))
  }

  const open = async (path: string) => take(await call('project.open', { path }))
  const create = async (project: { path: string; currency: string; timezone: string }) =>
    take(await call('project.create', project))
  const close = async () => {
    await call('project.close', {})
    await take(null)
  }
  const useRun = (id: number) => (chosenRunId.value = id)

  const lookAt = (moment: PastState | null) => (past.value = moment)

  return {
    ...{ state, revision, runs, run, runId, isOpen, hasData, past, asOf },
    ...{ start, open, create, close, useRun, lookAt },
  }
})
