import type { Affinity } from '../model/affinity.ts'
import type { Chart, ChartKit } from './chart.ts'
import { baseOption, categoryAxis, tooltip } from './parts.ts'
import { taskName } from './taskWords.ts'
import { colorAt, readableOn } from './theme.ts'

interface Cell {
  from: number
  to: number
  value: number
}

/** Which tasks help each other: rows are the task that is learned from, columns the one whose loss falls or rises. */
export function affinityChart({ tasks, values, measured }: Affinity, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const names = tasks.map((task) => taskName(task, kit))
  const cells = values.flatMap((row, from) =>
    row.flatMap((value, to): Cell[] => (value === null ? [] : [{ from, to, value }])),
  )
  // A task's effect on itself is the largest by far: the colours are those of the others.
  const most = Math.max(1e-9, ...cells.filter(isBetween).map(({ value }) => Math.abs(value)))
  const [good, , , , , bad] = theme.categories
  const percent = (value: number) => `${format.signed(100 * value)} %`
  return {
    title: titleOf(cells, names, kit),
    subtitle: translate('charts.affinity.subtitle', { measured: format.count(measured) }),
    height: 90 + 40 * tasks.length,
    option: {
      ...baseOption(kit),
      grid: { left: 140, right: 16, top: 8, bottom: 60 },
      tooltip: tooltip(kit, ({ index }) => {
        const { from, to, value } = cells[index]
        return {
          heading: translate('charts.affinity.cell', { from: names[from], to: names[to] }),
          lines: [[translate('charts.affinity.falls'), percent(value)]],
        }
      }),
      xAxis: categoryAxis(kit, names, { name: translate('charts.affinity.on'), gap: 32 }),
      yAxis: {
        ...categoryAxis(kit, names, { name: '' }),
        inverse: true,
        axisLine: { show: false },
      },
      series: [
        {
          type: 'heatmap',
          data: cells.map((cell) => {
            const share = Math.max(-1, Math.min(1, cell.value / most))
            const color = colorAt([bad, theme.surface, good], (share + 1) / 2)
            return {
              value: [cell.to, cell.from, cell.value],
              itemStyle: { color, borderColor: theme.line, borderWidth: 1, borderRadius: 3 },
              label: { color: readableOn(color) },
            }
          }),
          label: { show: true, fontSize: 11, formatter: ({ dataIndex }) => percent(cells[dataIndex].value) },
        },
      ],
      visualMap: { show: false, min: -most, max: most, dimension: 2, inRange: { color: [bad, theme.surface, good] } },
    },
    table: {
      columns: [
        { label: translate('charts.affinity.from'), kind: 'text' },
        ...names.map((label) => ({ label, kind: 'number' as const })),
      ],
      rows: values.map((row, from) => [names[from], ...row]),
    },
  }
}

const isBetween = ({ from, to }: Cell): boolean => from !== to

/** Names the worst conflict or, where there is none, the greatest help. */
function titleOf(cells: Cell[], names: string[], { translate }: ChartKit): string {
  const between = cells.filter(isBetween).sort((a, b) => a.value - b.value)
  const [worst, best] = [between.at(0), between.at(-1)]
  if (!worst || !best) return translate('charts.affinity.question')
  if (worst.value < 0) return translate('charts.affinity.harms', { from: names[worst.from], to: names[worst.to] })
  return translate('charts.affinity.helps', { from: names[best.from], to: names[best.to] })
}
