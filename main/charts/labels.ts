import type { CustomSeriesOption } from 'echarts'
import { fontFamily } from './theme.ts'

export interface Place {
  x: number
  y: number
}

interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

const fontSize = 12
const lineHeight = 16
const gap = 10

/** Estimated width of a text in pixels: Chinese characters are square, others about half as wide. */
export const textWidth = (text: string): number =>
  [...text].reduce((width, sign) => width + (sign > '\u2e7f' ? fontSize : 0.58 * fontSize), 0)

/**
 * Left ends, at half height, of labels beside their points, in pixels. `widths` has one entry per label; points beyond
 * them only stand in the way. Every label takes, in order, the place around its point that covers least of what is
 * there, the right side first.
 */
export function placeLabels(points: Place[], widths: number[], area: Box): Place[] {
  const marks = points.map(({ x, y }) => ({ left: x - 7, right: x + 7, top: y - 7, bottom: y + 7 }))
  const taken: Box[] = []
  return widths.map((width, label) => {
    const around = placesAround(points[label], width).map((place) => {
      const box = boxOf(place, width)
      const others = marks.filter((_, point) => point !== label)
      const covered = [...taken, ...others].reduce((sum, other) => sum + overlap(box, other), 0)
      return { place, box, cost: covered + outside(box, area) }
    })
    const best = around.reduce((least, one) => (one.cost < least.cost ? one : least))
    taken.push(best.box)
    return best.place
  })
}

/** Texts beside the points of a scatter, within the chart's `margins`; the first `names.length` of the points are named. */
export function labelSeries(
  points: [number, number][],
  names: string[],
  margins: Box,
  color: string,
): CustomSeriesOption {
  return {
    type: 'custom',
    silent: true,
    z: 6,
    // One item that draws them all: where a label goes depends on every other.
    data: points.slice(0, 1),
    tooltip: { show: false },
    renderItem: (_, api) => {
      const places = points.map((point) => api.coord(point)).map(([left, top]) => ({ x: left, y: top }))
      const area = { ...margins, right: api.getWidth() - margins.right, bottom: api.getHeight() - margins.bottom }
      const placed = placeLabels(places, names.map(textWidth), area)
      const texts = placed.map((place, at) => ({
        type: 'text' as const,
        style: { ...place, text: names[at], fill: color, fontFamily, fontSize, verticalAlign: 'middle' as const },
      }))
      return { type: 'group', children: texts }
    },
  }
}

function placesAround({ x, y }: Place, width: number): Place[] {
  const [right, left, middle] = [x + gap, x - gap - width, x - width / 2]
  const near = [0, -12, 12].flatMap((shift) => [
    { x: right, y: y + shift },
    { x: left, y: y + shift },
  ])
  const far = [-18, 18, -34, 34].map((shift) => ({ x: middle, y: y + shift }))
  return [...near, ...far]
}

const boxOf = ({ x, y }: Place, width: number): Box => ({
  left: x,
  right: x + width,
  top: y - lineHeight / 2,
  bottom: y + lineHeight / 2,
})

/** Pixels that two boxes share. */
export function overlap(a: Box, b: Box): number {
  const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  return wide > 0 && high > 0 ? wide * high : 0
}

const outside = (box: Box, area: Box): number => {
  const width = box.right - box.left
  return width * lineHeight - overlap(box, area)
}
