import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { on } from '../client/client.ts'

/** What running jobs tell beside their progress, kept so that a page can be left and come back to. */
export const useJobNotes = defineStore('jobNotes', () => {
  const notes = shallowRef(new Map<string, unknown[]>())

  on('job.note', ({ jobId, name, data }) => {
    const key = `${jobId} ${name}`
    notes.value = new Map(notes.value).set(key, [...(notes.value.get(key) ?? []), data])
  })

  /** Everything a job told under one name, in order; the contract says of what kind. */
  const told = <Data>(jobId: string, name: string): Data[] => (notes.value.get(`${jobId} ${name}`) ?? []) as Data[]

  return { told }
})
