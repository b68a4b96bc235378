import type { SegmentName } from '../insight/customers/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { baseOption, categoryAxis, tooltip } from './parts.ts'
import { colorAt, readableOn } from './theme.ts'

export interface MovementData {
  /** Rows: segments then, the last one no customers yet; columns: segments now. */
  counts: number[][]
  segments: SegmentName[]
  /** Calendar days. */
  then: string
  now: string
}

/** What is drawn, in its order: places of the segments then and now, how many, and their share of those then. */
export function movementCells(counts: number[][]): { from: number; to: number; count: number; share: number }[] {
  const totals = counts.map((row) => row.reduce((sum, count) => sum + count, 0))
  return counts.flatMap((row, from) =>
    row.flatMap((count, to) => (count > 0 ? [{ from, to, count, share: count / totals[from] }] : [])),
  )
}

/** From which segment customers came: a cell is darker, the larger its share of its row. */
export function movementChart({ counts, segments, then, now }: MovementData, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const words = (name: SegmentName | 'none') => translate(`charts.customers.segments.${name}`)
  const [columns, rows] = [segments.map(words), [...segments, 'none' as const].map(words)]
  const cells = movementCells(counts)
  return {
    title: movementTitle(cells, rows, columns, kit),
    subtitle: translate('charts.customers.movement.subtitle', { then: format.day(then), now: format.day(now) }),
    height: 360,
    option: {
      ...baseOption(kit),
      grid: { left: 112, right: 8, top: 4, bottom: 40 },
      tooltip: tooltip(kit, ({ index }) => ({
        heading: `${rows[cells[index].from]} → ${columns[cells[index].to]}`,
        lines: [
          [translate('charts.customers.customers'), format.count(cells[index].count)],
          [rows[cells[index].from], format.percent(cells[index].share)],
        ],
      })),
      xAxis: {
        ...categoryAxis(kit, columns, { name: '' }),
        axisLabel: { color: theme.muted, fontSize: 11, interval: 0, hideOverlap: false, width: 60, overflow: 'break' },
      },
      yAxis: { ...categoryAxis(kit, rows, { name: '' }), inverse: true, axisLine: { show: false } },
      series: [
        {
          type: 'heatmap',
          name: translate('charts.customers.customers'),
          data: cells.map(({ from, to, count, share }) => {
            const color = colorAt(theme.magnitude, share)
            return {
              value: [to, from, count],
              itemStyle: { color, borderColor: theme.surface, borderWidth: 2, borderRadius: 3 },
              label: { color: readableOn(color) },
            }
          }),
          label: { show: true, fontSize: 11, formatter: ({ dataIndex }) => format.count(cells[dataIndex].count) },
        },
      ],
      visualMap: { show: false, min: 0, max: 1, dimension: 2, inRange: { color: theme.magnitude } },
    },
    table: {
      columns: [
        { label: translate('charts.customers.movement.from'), kind: 'text' },
        ...columns.map((label) => ({ label, kind: 'count' as const })),
      ],
      rows: counts.map((row, from) => [rows[from], ...row]),
    },
  }
}

function movementTitle(
  cells: { from: number; to: number; count: number }[],
  rows: string[],
  columns: string[],
  { translate, format }: ChartKit,
): string {
  // Who was no customer yet did not change segment.
  const known = cells.filter(({ from }) => from < columns.length)
  const all = known.reduce((sum, { count }) => sum + count, 0)
  const moved = known.filter(({ from, to }) => from !== to)
  const largest = moved.toSorted((a, b) => b.count - a.count)[0]
  if (!largest) return translate('charts.customers.movement.question')
  return translate('charts.customers.movement.title', {
    share: format.percent(moved.reduce((sum, { count }) => sum + count, 0) / all),
    from: rows[largest.from],
    to: columns[largest.to],
    customers: format.count(largest.count),
  })
}
