import { effectScope, nextTick, ref } from 'vue'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../renderer/src/client/error.ts'
import { useAsync, useQuery } from '../../renderer/src/composables/useAsync.ts'

/** A task whose calls are answered by hand. */
function handAnswered() {
  const calls: { resolve(value: string): void; reject(error: unknown): void }[] = []
  const task = () => new Promise<string>((resolve, reject) => calls.push({ resolve, reject }))
  return { calls, task }
}

describe('useAsync', () => {
  it('drops a reply that a later call has overtaken', async () => {
    const { calls, task } = handAnswered()
    const async = effectScope().run(() => useAsync(task))!
    const first = async.run()
    const second = async.run()
    calls[1].resolve('second')
    expect(await second).toBe('second')
    calls[0].resolve('first')
    expect(await first).toBeNull()
    expect(async.state.value).toBe('second')
    expect(async.loading.value).toBe(false)
  })

  it('stays loading while the latest call is on its way', async () => {
    const { calls, task } = handAnswered()
    const async = effectScope().run(() => useAsync(task))!
    const first = async.run()
    void async.run()
    calls[0].reject(new Error('too late to matter'))
    await first
    expect(async.loading.value).toBe(true)
    expect(async.error.value).toBeNull()
  })

  it('keeps the last good answer when a call fails, and forgets the error when one succeeds', async () => {
    const { calls, task } = handAnswered()
    const async = effectScope().run(() => useAsync(task))!
    const answer = async (end: () => void, run: Promise<unknown>) => {
      end()
      await run
    }
    await answer(() => calls[0].resolve('good'), async.run())
    await answer(() => calls[1].reject(new AppError('project.none')), async.run())
    expect(async.state.value).toBe('good')
    expect(async.error.value?.code).toBe('project.none')
    await answer(() => calls[2].resolve('better'), async.run())
    expect(async.state.value).toBe('better')
    expect(async.error.value).toBeNull()
  })

  it('drops what comes after its scope has gone', async () => {
    const { calls, task } = handAnswered()
    const scope = effectScope()
    const async = scope.run(() => useAsync(task))!
    const run = async.run()
    scope.stop()
    calls[0].resolve('too late')
    expect(await run).toBeNull()
    expect(async.state.value).toBeNull()
  })
})

describe('useQuery', () => {
  it('runs at once and again when a source changes', async () => {
    const source = ref(1)
    const scope = effectScope()
    const query = scope.run(() => useQuery(async () => source.value * 10, source))!
    await nextTick()
    await nextTick()
    expect(query.state.value).toBe(10)
    source.value = 2
    await nextTick()
    await nextTick()
    expect(query.state.value).toBe(20)
    scope.stop()
  })
})
