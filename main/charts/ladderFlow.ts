import type { FormerStep, LadderFlow } from '../insight/loyalty/types.ts'
import type { LadderStep } from '../insight/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { baseOption, tooltip } from './parts.ts'
import type { ChartTheme } from './theme.ts'

const now = ['new', 'trying', 'repeat', 'loyal', 'atRisk', 'lost'] as const
const then: readonly FormerStep[] = ['none', ...now]

/** From the step that customers stood on then (left) to where they stand now (right). */
export function ladderFlowChart(flow: LadderFlow, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const words = (step: FormerStep) =>
    step === 'none' ? translate('loyalty.flow.none') : translate(`charts.ladder.steps.${step}`)
  const links = linksOf(flow)
  const nodes = [...then.map((step) => `a:${step}`), ...now.map((step) => `b:${step}`)].filter((node) =>
    links.some(({ from, to }) => node === `a:${from}` || node === `b:${to}`),
  )
  const stepOf = (node: string) => node.slice(2) as FormerStep
  const total = (node: string) =>
    links.reduce((sum, { from, to, count }) => sum + (node === `a:${from}` || node === `b:${to}` ? count : 0), 0)
  return {
    title: flowTitle(flow, kit),
    subtitle: translate('loyalty.flow.subtitle', { then: format.day(flow.then), now: format.day(flow.now) }),
    height: 300,
    option: {
      ...baseOption(kit),
      tooltip: tooltip(kit, ({ index, kind }) => {
        const customers = translate('charts.ladder.customers')
        if (kind === 'node') return { heading: words(stepOf(nodes[index])), lines: [[customers, format.count(total(nodes[index]))]] }
        const { from, to, count } = links[index]
        const share: [string, string] = [translate('loyalty.flow.ofFrom', { step: words(from) }), format.percent(count / total(`a:${from}`))]
        return { heading: `${words(from)} → ${words(to)}`, lines: [[customers, format.count(count)], share] }
      }),
      series: [
        {
          type: 'sankey',
          ...{ left: 8, right: 120, top: 8, bottom: 8, nodeWidth: 10, nodeGap: 10, draggable: false, layoutIterations: 0 },
          emphasis: { focus: 'adjacency' },
          label: {
            ...{ color: theme.ink, fontSize: 12, width: 108, overflow: 'truncate' },
            formatter: ({ name }) => words(stepOf(String(name))),
          },
          lineStyle: { color: 'target', opacity: 0.28, curveness: 0.5 },
          data: nodes.map((node) => ({
            name: node,
            depth: node.startsWith('a') ? 0 : 1,
            itemStyle: { color: stepColor(stepOf(node), theme) },
          })),
          links: links.map(({ from, to, count }) => ({ source: `a:${from}`, target: `b:${to}`, value: count })),
        },
      ],
    },
    table: {
      columns: [
        { label: translate('loyalty.flow.then'), kind: 'text' },
        ...now.map((step) => ({ label: words(step), kind: 'count' as const })),
      ],
      rows: flow.counts.map((row, from) => [words(then[from]), ...row]),
    },
  } // prettier-ignore
}

/** The steps of the flows, in the order in which they are drawn. */
export const flowSteps = (flow: LadderFlow): { then: FormerStep; step: LadderStep }[] =>
  linksOf(flow).map(({ from, to }) => ({ then: from, step: to }))

const linksOf = ({ counts }: LadderFlow) =>
  counts.flatMap((row, from) =>
    row.flatMap((count, to) => (count > 0 ? [{ from: then[from], to: now[to], count }] : [])),
  )

const stepColor = (step: FormerStep, theme: ChartTheme): string =>
  step === 'none' || step === 'lost' ? theme.neutral : step === 'atRisk' ? theme.categories[5] : step === 'loyal' ? theme.categories[2] : theme.categories[0] // prettier-ignore

/** The finding: of those who were loyal or came back, how many still are. */
function flowTitle({ brand, counts }: LadderFlow, { translate, format }: ChartKit): string {
  const loyal = counts[then.indexOf('loyal')] ?? []
  const all = loyal.reduce((sum, count) => sum + count, 0)
  if (all === 0) return translate('loyalty.flow.question', { brand })
  return translate('loyalty.flow.title', { brand, share: format.percent(loyal[now.indexOf('loyal')] / all) })
}
