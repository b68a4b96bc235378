// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { prefetchPages } from '../../renderer/src/frame/prefetchPages.ts'

/** Pages that note that they were loaded, and a browser that is idle when it is told so. */
function createStage(failing: number[] = []) {
  const loaded: number[] = []
  const waiting: (() => void)[] = []
  const pages = [0, 1, 2].map((place) => ({
    load(): Promise<unknown> {
      loaded.push(place)
      return failing.includes(place) ? Promise.reject(new Error('gone')) : Promise.resolve({})
    },
  }))
  const beIdle = async () => {
    waiting.shift()?.()
    await flushPromises()
  }
  return { loaded, pages, beIdle, idle: (run: () => void) => void waiting.push(run) }
}

it('loads one page each time that there is nothing else to do, whatever becomes of the one before', async () => {
  const { loaded, pages, beIdle, idle } = createStage([1])
  prefetchPages(pages, idle)
  expect(loaded).toEqual([])
  await beIdle()
  expect(loaded).toEqual([0])
  await beIdle()
  await beIdle()
  await beIdle()
  expect(loaded).toEqual([0, 1, 2])
})

it('stops when it is told to', async () => {
  const { loaded, pages, beIdle, idle } = createStage()
  const stop = prefetchPages(pages, idle)
  await beIdle()
  stop()
  await beIdle()
  expect(loaded).toEqual([0])
})
