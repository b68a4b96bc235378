import type { SwitchingMatrix } from '../insight/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { baseOption, tooltip } from './parts.ts'

export interface SwitchingData {
  matrix: SwitchingMatrix
  /** Brand → colour, see `brandColors`. */
  colors: Map<string, string>
}

interface Flow {
  from: number
  to: number
  count: number
}

/** Which brand follows which between consecutive purchases: bought on the left, bought next on the right. */
export function switchingChart({ matrix, colors }: SwitchingData, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const names = switchedBrands(matrix, kit)
  const flows = flowsOf(matrix)
  const nodes = [...new Set(flows.flatMap(({ from, to }) => [`a${from}`, `b${to}`]))]
  const brandOf = (node: string) => names[Number(node.slice(1))]
  const total = (node: string) => {
    const place = Number(node.slice(1))
    return flows.reduce((sum, flow) => sum + (place === (node[0] === 'a' ? flow.from : flow.to) ? flow.count : 0), 0)
  }
  return {
    title: switchingTitle(matrix, kit),
    subtitle: translate('charts.switching.subtitle', { customers: format.count(matrix.customers) }),
    height: 300,
    option: {
      ...baseOption(kit),
      tooltip: tooltip(kit, ({ index, kind }) => {
        if (kind === 'node') {
          return {
            heading: brandOf(nodes[index]),
            lines: [[translate('charts.switching.purchases'), format.count(total(nodes[index]))]],
          }
        }
        const { from, to, count } = flows[index]
        return {
          heading: `${names[from]} → ${names[to]}`,
          lines: [
            [translate('charts.switching.purchases'), format.count(count)],
            [translate('charts.switching.ofFrom', { brand: names[from] }), format.percent(count / total(`a${from}`))],
          ],
        }
      }),
      series: [
        {
          type: 'sankey',
          left: 8,
          right: 120,
          top: 8,
          bottom: 8,
          nodeWidth: 10,
          nodeGap: 10,
          draggable: false,
          layoutIterations: 0,
          emphasis: { focus: 'adjacency' },
          label: {
            color: theme.ink,
            fontSize: 12,
            width: 108,
            overflow: 'truncate',
            formatter: ({ name }) => brandOf(String(name)),
          },
          lineStyle: { color: 'source', opacity: 0.28, curveness: 0.5 },
          data: nodes.map((node) => ({
            name: node,
            depth: node[0] === 'a' ? 0 : 1,
            itemStyle: { color: colors.get(brandOf(node)) ?? theme.neutral },
          })),
          links: flows.map(({ from, to, count }) => ({ source: `a${from}`, target: `b${to}`, value: count })),
        },
      ],
    },
    table: {
      columns: [
        { label: translate('charts.switching.bought'), kind: 'text' },
        ...names.map((label) => ({ label, kind: 'count' as const })),
      ],
      rows: matrix.counts.map((counts, from) => [names[from], ...counts]),
    },
  }
}

/** The two brands of the flow that was picked; the nameless one stands for all others. */
export function pickedFlowOfBrands(matrix: SwitchingMatrix, index: number): { from: string; to: string } | null {
  const flow = flowsOf(matrix).at(index)
  return flow ? { from: matrix.brands[flow.from], to: matrix.brands[flow.to] } : null
}

/** The matrix's brands; the nameless one stands for all others. */
export const switchedBrands = ({ brands }: SwitchingMatrix, { translate }: ChartKit): string[] =>
  brands.map((brand) => (brand === '' ? translate('charts.others') : brand))

function flowsOf({ counts }: SwitchingMatrix): Flow[] {
  return counts.flatMap((row, from) =>
    row.map((count, to) => ({ from, to, count })).filter(({ count }) => Number.isFinite(count) && count > 0),
  )
}

/** Says how often the same brand is bought again, over all purchases counted. */
function switchingTitle(matrix: SwitchingMatrix, { translate, format }: ChartKit): string {
  let all = 0
  let stayed = 0
  matrix.counts.forEach((row, place) => {
    if (matrix.brands[place] === '') return
    all += row.reduce((sum, count) => sum + count, 0)
    stayed += row[place]
  })
  return all > 0
    ? translate('charts.switching.title', { share: format.percent(stayed / all) })
    : translate('charts.switching.question')
}
