import { defineStore } from 'pinia'
import { computed, ref, shallowReactive } from 'vue'
import type { FileRef } from '../../../main/base/files.ts'
import type { ImportAgainResult, ImportResult } from '../../../main/dataset/types.ts'
import { referTo } from '../client/client.ts'
import { toAppError, type AppError } from '../client/error.ts'
import type { PickedFile } from '../client/pick.ts'
import type { ImportWay } from './importWay.ts'

/** One file on its way into the project. */
export interface QueuedFile {
  id: number
  name: string
  /** Share uploaded, where it has to be. */
  uploaded: number
  ref: FileRef | null
  error: AppError | null
  result: ImportResult | ImportAgainResult | null
  /** How it was read, once it is imported. */
  way: ImportWay | null
}

/** The files chosen for import, in order; kept while other pages are open. */
export const useImportQueue = defineStore('importQueue', () => {
  const files = ref<QueuedFile[]>([])
  const currentId = ref<number | null>(null)
  let lastId = 0

  const current = computed(() => files.value.find(({ id }) => id === currentId.value) ?? null)
  const ways = computed(() => files.value.flatMap(({ way }) => way ?? []))
  const open = computed(() => files.value.filter(({ result }) => result === null))

  function add(picked: PickedFile[]): void {
    for (const file of picked) {
      const queued = shallowReactive<QueuedFile>({
        id: ++lastId,
        name: file.name,
        uploaded: 0,
        ref: 'ref' in file ? file.ref : null,
        error: null,
        result: null,
        way: null,
      })
      files.value.push(queued)
      if ('file' in file) void refer(queued, file.file)
    }
    if (!current.value || current.value.result) goOn()
  }

  async function refer(queued: QueuedFile, file: File): Promise<void> {
    try {
      queued.ref = await referTo(file, (share) => (queued.uploaded = share))
    } catch (thrown) {
      queued.error = toAppError(thrown)
    }
  }

  /** Turns to the first file that is not imported yet. */
  function goOn(): void {
    currentId.value = open.value[0]?.id ?? files.value.at(-1)?.id ?? null
  }

  function remove(id: number): void {
    files.value = files.value.filter((file) => file.id !== id)
    if (currentId.value === id) goOn()
  }

  const choose = (id: number) => (currentId.value = id)
  const clear = () => {
    files.value = []
    currentId.value = null
  }

  return { files, current, currentId, open, ways, add, remove, choose, goOn, clear }
})
