import type { CustomSeriesOption, LineSeriesOption } from 'echarts'
import type { Interval } from './format.ts'

/** The area between the bounds of every point. */
export function band(points: (Interval & { at: number })[], color: string): CustomSeriesOption {
  const known = points.filter(({ low, high }) => low !== null && high !== null)
  const polygon = [...known.map(({ at, low }) => [at, low]), ...known.toReversed().map(({ at, high }) => [at, high])]
  return {
    type: 'custom',
    silent: true,
    z: 3,
    // Every point, so that the axis reaches as far as the band; all of it is drawn with the first.
    data: known.length > 1 ? known.map(({ at, low, high }) => [at, low, high]) : [],
    encode: { x: 0, y: [1, 2] },
    tooltip: { show: false },
    renderItem: ({ dataIndex }, api) =>
      dataIndex === 0
        ? {
            type: 'polygon',
            shape: { points: polygon.map((point) => api.coord(point)) },
            style: { fill: color, opacity: 0.16 },
          }
        : null,
  }
}

/** A dotted line across the picture at one place of the lower axis. */
export const upright = (at: number | null, color: string): LineSeriesOption => ({
  type: 'line',
  silent: true,
  data: [],
  tooltip: { show: false },
  markLine: {
    silent: true,
    symbol: 'none',
    lineStyle: { color, type: [2, 4] },
    label: { show: false },
    data: at === null ? [] : [{ xAxis: at }],
  },
})
