import { computed, ref, watch, type Ref } from 'vue'

export const rowHeight = 32
/** Browsers stop laying out somewhere above 16 million pixels; from here on the scroll bar stands for the whole in small. */
const tallest = 6_000_000

/**
 * Which of very many equally tall rows are in sight. While all of them fit into one tall box scrolling is the browser's;
 * beyond that, the bar's place stands for a share of the rows, and wheel and keys move by rows.
 */
export function useWindow(box: Ref<HTMLElement | null>, total: Ref<number>, height: Ref<number>) {
  /** The first row in sight; a fraction of it may be hidden. */
  const top = ref(0)
  const rowsInSight = computed(() => Math.max(1, height.value / rowHeight))
  const lastTop = computed(() => Math.max(0, total.value - rowsInSight.value))
  const boxHeight = computed(() => Math.min(total.value * rowHeight, tallest))
  const isScaled = computed(() => total.value * rowHeight > tallest)
  const first = computed(() => Math.floor(top.value))
  const count = computed(() => Math.min(Math.ceil(rowsInSight.value) + 1, Math.max(0, total.value - first.value)))
  const shift = computed(() => -(top.value - first.value) * rowHeight)
  /** Where we put the bar ourselves: hearing of it must not move the rows again. */
  let placed = -1

  const scrollable = () => Math.max(1, boxHeight.value - height.value)

  function scrolled(): void {
    if (!box.value) return
    const at = box.value.scrollTop
    if (Math.abs(at - placed) < 1) return
    placed = -1
    top.value = isScaled.value
      ? Math.min(1, at / scrollable()) * lastTop.value
      : Math.min(at / rowHeight, lastTop.value)
  }

  function moveTo(row: number): void {
    top.value = Math.min(lastTop.value, Math.max(0, row))
    if (!box.value) return
    box.value.scrollTop = isScaled.value ? (top.value / lastTop.value) * scrollable() : top.value * rowHeight
    placed = box.value.scrollTop
  }

  /** Wheels and touch pads speak in pixels, or in lines. */
  function wheeled(event: WheelEvent): void {
    if (!isScaled.value || event.ctrlKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return
    event.preventDefault()
    moveTo(top.value + event.deltaY / (event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? rowHeight : 1))
  }

  /** Scrolls no further than needed. */
  function reveal(row: number): void {
    if (row < top.value) moveTo(row)
    else if (row + 1 > top.value + rowsInSight.value) moveTo(row + 1 - rowsInSight.value)
  }

  watch(total, () => moveTo(Math.min(top.value, lastTop.value)))
  return { top, first, count, shift, boxHeight, rowsInSight, scrolled, wheeled, moveTo, reveal }
}
