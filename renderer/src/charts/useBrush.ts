import { computed, shallowRef, type Ref } from 'vue'

/** A part of a picture in the units of its axes, from the smaller to the larger. */
export interface BrushedPart {
  x: [number, number]
  y: [number, number]
}

/** What of a chart is needed to know where a pixel lies. */
interface Place {
  convertFromPixel(finder: { gridIndex: number }, pixel: [number, number]): number | number[]
}

interface Drag {
  from: [number, number]
  to: [number, number]
}

/** A shorter way is a click. */
const leastPixels = 6

/**
 * Draws a frame with the pointer over a chart with one grid and tells which part of it was framed. The frame is an element of its
 * own, so that however many points lie below, none is drawn again while it grows.
 */
export function useBrush(chart: Ref<Place | null>, framed: (part: BrushedPart) => void) {
  const drag = shallowRef<Drag | null>(null)

  const frame = computed(() => {
    if (!drag.value || length(drag.value) < leastPixels) return null
    const { from, to } = drag.value
    const [left, top] = [Math.min(from[0], to[0]), Math.min(from[1], to[1])]
    const size = { width: `${Math.abs(to[0] - from[0])}px`, height: `${Math.abs(to[1] - from[1])}px` }
    return { left: `${left}px`, top: `${top}px`, ...size }
  })

  function at(event: PointerEvent): [number, number] {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect()
    return [event.clientX - box.left, event.clientY - box.top]
  }

  function end(): void {
    const done = drag.value
    drag.value = null
    if (!done || length(done) < leastPixels || !chart.value) return
    const [a, b] = [done.from, done.to].map((pixel) => chart.value?.convertFromPixel({ gridIndex: 0 }, pixel))
    if (!Array.isArray(a) || !Array.isArray(b)) return
    const ordered = (one: number, other: number): [number, number] => [Math.min(one, other), Math.max(one, other)]
    framed({ x: ordered(a[0], b[0]), y: ordered(a[1], b[1]) })
  }

  const listeners = {
    pointerdown(event: PointerEvent) {
      if (event.button === 0) drag.value = { from: at(event), to: at(event) }
    },
    pointermove(event: PointerEvent) {
      if (!drag.value) return
      // Kept from the moment that it is a frame: a click must still reach the chart.
      if (length(drag.value) >= leastPixels) (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)
      drag.value = { from: drag.value.from, to: at(event) }
    },
    pointerup: end,
    pointercancel: () => (drag.value = null),
  }

  return { frame, listeners }
}

const length = ({ from, to }: Drag): number => Math.hypot(to[0] - from[0], to[1] - from[1])
