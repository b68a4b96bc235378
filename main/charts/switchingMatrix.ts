import type { SwitchingMatrix } from '../insight/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { withInterval, type Interval } from './format.ts'
import { baseOption, categoryAxis, tooltip } from './parts.ts'
import { switchedBrands } from './switching.ts'
import { colorAt, readableOn } from './theme.ts'

interface Cell {
  from: number
  to: number
  count: number
  share: Interval
  expected: number
}

/** Twice as much, or half, as size lets expect has the full colour. */
const fullColor = Math.log(2)

/**
 * Which brand follows which, as shares of each row, coloured by how far they lie above or below what the brands' sizes alone let
 * expect; cells whose interval holds that expectation stay without colour.
 */
export function switchingMatrixChart(matrix: SwitchingMatrix, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const names = switchedBrands(matrix, kit)
  const cells = cellsOf(matrix)
  const [above, below] = [theme.categories[0], theme.categories[5]]
  const axis = (name: string, width: number, gap: number) => {
    const plain = categoryAxis(kit, names, { name, gap })
    return {
      ...plain,
      axisLabel: { ...plain.axisLabel, hideOverlap: false, interval: 0, width, overflow: 'truncate' as const },
    }
  }
  return {
    title: matrixTitle(cells, names, kit),
    subtitle: translate('switching.subtitle', { customers: format.count(matrix.customers) }),
    height: Math.max(300, 84 + 32 * names.length),
    option: {
      ...baseOption(kit),
      grid: { left: 112, right: 8, top: 8, bottom: 52 },
      tooltip: tooltip(kit, ({ index }) => describeCell(cells[index], names, kit)),
      xAxis: { ...axis(translate('switching.next'), 72, 32), axisLine: { show: false } },
      yAxis: { ...axis('', 100, 0), inverse: true, axisLine: { show: false } },
      series: [
        {
          type: 'heatmap',
          data: cells.map((cell) => {
            const color = colorAt([below, theme.surface, above], (tintOf(cell) + 1) / 2)
            return {
              value: [cell.to, cell.from, cell.share.value ?? 0],
              itemStyle: { color, borderColor: theme.line, borderWidth: 1, borderRadius: 3 },
              label: { color: readableOn(color), fontWeight: standing(cell) === 'same' ? 400 : 600 },
            }
          }),
          label: { show: true, fontSize: 11, formatter: ({ dataIndex }) => cellWords(cells[dataIndex], kit) },
        },
      ],
      visualMap: { show: false, min: 0, max: 1, dimension: 2, inRange: { color: [theme.surface, above] } },
    },
    table: {
      columns: [
        { label: translate('switching.from'), kind: 'text' },
        { label: translate('switching.to'), kind: 'text' },
        { label: translate('switching.purchases'), kind: 'count' },
        { label: translate('switching.share'), kind: 'percent' },
        { label: translate('charts.low'), kind: 'percent' },
        { label: translate('charts.high'), kind: 'percent' },
        { label: translate('switching.expected'), kind: 'percent' },
        { label: translate('switching.standing'), kind: 'text' },
      ],
      rows: cells.map((cell) => [
        ...[names[cell.from], names[cell.to], cell.count, cell.share.value, cell.share.low, cell.share.high],
        ...[cell.expected, translate(`switching.standings.${standing(cell)}`)],
      ]),
    },
  }
}

/** The two brands of the cell that was picked; the nameless one stands for all others. */
export function pickedSwitch(matrix: SwitchingMatrix, index: number): { from: string; to: string } | null {
  const cell = cellsOf(matrix).at(index)
  return cell ? { from: matrix.brands[cell.from], to: matrix.brands[cell.to] } : null
}

function cellsOf({ counts, shares, expected }: SwitchingMatrix): Cell[] {
  if (!expected) return []
  return counts.flatMap((row, from) =>
    row.flatMap((count, to): Cell[] =>
      shares[from][to].value === null
        ? []
        : [{ from, to, count, share: shares[from][to], expected: expected[from][to] }],
    ),
  )
}

/** Where the whole interval lies. */
function standing({ share: { low, high }, expected }: Cell): 'more' | 'less' | 'same' {
  if (low === null || high === null) return 'same'
  return low > expected ? 'more' : high < expected ? 'less' : 'same'
}

/** −1 for half as much as expected or less, 1 for twice as much or more. */
function tintOf(cell: Cell): number {
  if (standing(cell) === 'same') return 0
  const share = Math.max(1e-6, cell.share.value ?? 0)
  return Math.max(-1, Math.min(1, Math.log(share / cell.expected) / fullColor))
}

/** Colour never stands alone: what lies off its expectation has a sign. */
function cellWords(cell: Cell, { format }: ChartKit): string {
  const sign = { more: ' ▲', less: ' ▼', same: '' }[standing(cell)]
  return `${format.wholePercent(cell.share.value)}${sign}`
}

const describeCell = (
  cell: Cell,
  names: string[],
  { translate, format }: ChartKit,
): { heading: string; lines: [string, string][] } => ({
  heading: `${names[cell.from]} → ${names[cell.to]}`,
  lines: [
    [translate('switching.share'), withInterval(cell.share, format.percent)],
    [translate('switching.expected'), format.percent(cell.expected)],
    [translate('switching.purchases'), format.count(cell.count)],
  ],
})

/** Names the pair that is bought after one another most beyond what size lets expect, or says that there is none. */
function matrixTitle(cells: Cell[], names: string[], { translate }: ChartKit): string {
  if (cells.length === 0) return translate('switching.question')
  const beyond = cells
    .filter((cell) => cell.from !== cell.to && standing(cell) === 'more')
    .sort((a, b) => (b.share.value ?? 0) / b.expected - (a.share.value ?? 0) / a.expected)
    .at(0)
  return beyond
    ? translate('switching.title', { from: names[beyond.from], to: names[beyond.to] })
    : translate('switching.asExpected')
}
