// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { ref } from 'vue'
import { rowHeight, useWindow } from '../../../renderer/src/browse/useWindow.ts'

/** A box that scrolls as far as a browser would let it. */
function windowOver(rows: number) {
  const box = document.createElement('div')
  const height = ref(20 * rowHeight)
  const total = ref(rows)
  const view = useWindow(ref(box), total, height)
  const drag = (share: number) => {
    box.scrollTop = share * (view.boxHeight.value - height.value)
    view.scrolled()
  }
  return { view, drag, total }
}

describe('a window over rows', () => {
  it('shows each row in its place while the box can be tall enough', () => {
    const { view, drag } = windowOver(1000)
    expect([view.first.value, view.count.value]).toEqual([0, 21])
    drag(1)
    expect([view.first.value, view.count.value]).toEqual([980, 20])
  })

  it.each([300_000, 2_000_000, 50_000_000])('reaches the first, the middle and the last of %i rows', (rows) => {
    const { view, drag } = windowOver(rows)
    drag(1)
    expect([view.first.value, view.count.value]).toEqual([rows - 20, 20])
    drag(0.5)
    expect(Math.abs(view.first.value - rows / 2)).toBeLessThan(20)
    drag(0)
    expect(view.first.value).toBe(0)
  })

  it('moves by single rows where the bar is too coarse for them', () => {
    const { view } = windowOver(50_000_000)
    view.moveTo(25_000_000)
    view.reveal(25_000_020)
    expect(view.top.value).toBe(25_000_001)
    view.scrolled() // the browser tells of the bar's move
    expect(view.top.value).toBe(25_000_001)
    view.wheeled(new WheelEvent('wheel', { deltaY: 3 * rowHeight, deltaMode: 0 }))
    expect(view.top.value).toBe(25_000_004)
  })

  it('stays on rows that are left when there are fewer', async () => {
    const { view, total, drag } = windowOver(1000)
    drag(1)
    total.value = 30
    await Promise.resolve()
    expect(view.first.value).toBe(10)
  })
})
