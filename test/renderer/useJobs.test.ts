// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Job } from '../../main/base/job.ts'
import type { EventName, Events } from '../../main/contract.ts'
import { useCarrier } from '../../renderer/src/client/client.ts'
import { useJobs } from '../../renderer/src/composables/useJobs.ts'

const job = (id: string, changes: Partial<Job> = {}): Job => ({
  id,
  command: 'dataset.import',
  state: 'running',
  progress: null,
  result: null,
  error: null,
  startedAt: 1,
  endedAt: null,
  ...changes,
})

/** An app that knows these jobs and tells what the test makes it tell. */
function app(known: Job[]) {
  const listeners = new Map<string, (data: never) => void>()
  const called: [string, unknown][] = []
  useCarrier({
    call: async (name, input) => {
      called.push([name, input])
      const { jobId } = input as { jobId?: string }
      const value = name === 'job.list' ? known : name === 'job.get' ? known.find(({ id }) => id === jobId) : null
      return { ok: true, value }
    },
    on: (event, listener) => {
      listeners.set(event, listener as (data: never) => void)
      return () => listeners.delete(event)
    },
    refer: () => Promise.reject(new Error('no files here')),
    download: () => {},
  })
  const tell = <Name extends EventName>(event: Name, data: Events[Name]) => listeners.get(event)?.(data as never)
  return { tell, called }
}

const settle = () => new Promise((resolve) => setTimeout(resolve))

beforeEach(() => setActivePinia(createPinia()))

describe('useJobs', () => {
  it('shows what ran already, but not what had ended', async () => {
    app([job('a'), job('b', { state: 'done', endedAt: 2 })])
    const jobs = useJobs()
    await jobs.start()
    expect(jobs.list.map(({ id }) => id)).toEqual(['a'])
  })

  it('asks for a job of which it hears for the first time', async () => {
    const { tell, called } = app([])
    const jobs = useJobs()
    await jobs.start()
    const progress = { jobId: 'n', step: 'import', done: 1, total: 2, etaSeconds: 3 }
    useCarrier({
      call: async (name, input) => {
        called.push([name, input])
        return { ok: true, value: job('n') }
      },
      on: () => () => {},
      refer: () => Promise.reject(new Error('no files here')),
      download: () => {},
    })
    tell('job.progress', progress)
    await settle()
    expect(called.at(-1)).toEqual(['job.get', { jobId: 'n' }])
    expect(jobs.list[0].progress).toEqual(progress)
  })

  it('waits for the end of a job, however it ends', async () => {
    const { tell } = app([job('a')])
    const jobs = useJobs()
    await jobs.start()
    const ended = jobs.ended('a')
    tell('job.ended', job('a', { state: 'cancelled', endedAt: 5 }))
    expect((await ended).state).toBe('cancelled')
  })

  it('answers at once for a job that ended before anyone waited', async () => {
    app([job('a', { state: 'done', result: 42, endedAt: 2 })])
    const jobs = useJobs()
    expect((await jobs.ended('a')).result).toBe(42)
  })

  it('answers for a job that was dismissed, too', async () => {
    app([job('a', { state: 'done', result: 42, endedAt: 2 })])
    const jobs = useJobs()
    jobs.dismiss('a')
    expect((await jobs.ended('a')).result).toBe(42)
  })

  it('does not miss a job that ends while it is asked for', async () => {
    const { tell } = app([job('a')])
    const jobs = useJobs()
    await jobs.start()
    const ended = jobs.ended('a')
    tell('job.ended', job('a', { state: 'done', result: 7, endedAt: 5 }))
    expect((await ended).result).toBe(7)
  })

  it('is not taken back to running by progress that arrives late', async () => {
    const { tell } = app([job('a')])
    const jobs = useJobs()
    await jobs.start()
    tell('job.ended', job('a', { state: 'done', endedAt: 5 }))
    tell('job.progress', { jobId: 'a', step: 'import', done: 1, total: 2, etaSeconds: null })
    await settle()
    expect(jobs.list[0].state).toBe('done')
  })

  it('cancels through the app and marks the job as being cancelled', async () => {
    const { called } = app([job('a')])
    const jobs = useJobs()
    await jobs.start()
    await jobs.cancel('a')
    expect(called.at(-1)).toEqual(['job.cancel', { jobId: 'a' }])
    expect(jobs.cancelling.has('a')).toBe(true)
  })

  it('keeps a dismissed job away', async () => {
    const { tell } = app([job('a')])
    const jobs = useJobs()
    await jobs.start()
    jobs.dismiss('a')
    tell('job.ended', job('a', { state: 'done', endedAt: 5 }))
    expect(jobs.list).toEqual([])
  })
})
