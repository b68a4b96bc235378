import type { BrandDetails, LadderStep } from '../insight/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { baseOption, categoryAxis, tooltip, valueAxis } from './parts.ts'
import type { ChartTheme } from './theme.ts'

export type LadderData = Pick<BrandDetails, 'brand' | 'ladder'>

/** How many customers stand on each step of a brand's loyalty ladder. */
export function ladderChart({ brand, ladder }: LadderData, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const everyone = ladder.reduce((sum, { customers }) => sum + customers, 0)
  const words = (step: LadderStep) => translate(`charts.ladder.steps.${step}`)
  const share = (customers: number) => format.percent(everyone > 0 ? customers / everyone : null)
  const loyal = ladder.find(({ step }) => step === 'loyal')
  return {
    title:
      loyal === undefined || everyone === 0
        ? translate('charts.ladder.question', { brand })
        : translate('charts.ladder.title', { brand, share: share(loyal.customers) }),
    subtitle: translate('charts.ladder.subtitle', { customers: format.count(everyone) }),
    height: 230,
    option: {
      ...baseOption(kit),
      grid: { left: 88, right: 120, top: 8, bottom: 40 },
      tooltip: tooltip(kit, ({ index }) => ({
        heading: words(ladder[index].step),
        lines: [
          [translate('charts.ladder.customers'), format.count(ladder[index].customers)],
          [translate('charts.ladder.share'), share(ladder[index].customers)],
          [translate('charts.ladder.spend'), format.exactMoney(ladder[index].spend)],
        ],
      })),
      xAxis: valueAxis(kit, { name: translate('charts.ladder.customers') }),
      yAxis: {
        ...categoryAxis(
          kit,
          ladder.map(({ step }) => words(step)),
          { name: '' },
        ),
        inverse: true,
        axisLabel: { color: theme.ink, fontSize: 12, interval: 0 },
      },
      series: [
        {
          type: 'bar',
          barMaxWidth: 18,
          data: ladder.map(({ step, customers }) => ({
            value: customers,
            itemStyle: { color: stepColor(step, theme), borderRadius: [0, 2, 2, 0] },
          })),
          label: {
            show: true,
            position: 'right',
            color: theme.ink,
            fontSize: 12,
            formatter: ({ dataIndex }) =>
              `${format.count(ladder[dataIndex].customers)} · ${share(ladder[dataIndex].customers)}`,
          },
        },
      ],
    },
    table: {
      columns: [
        { label: translate('charts.ladder.step'), kind: 'text' },
        { label: translate('charts.ladder.customers'), kind: 'count' },
        { label: translate('charts.ladder.share'), kind: 'percent' },
        { label: translate('charts.ladder.spend'), kind: 'money' },
      ],
      rows: ladder.map(({ step, customers, spend }) => [
        words(step),
        customers,
        everyone > 0 ? customers / everyone : null,
        spend,
      ]),
    },
  }
}

const stepColor = (step: LadderStep, theme: ChartTheme): string =>
  step === 'lost' ? theme.neutral : step === 'atRisk' ? theme.categories[5] : theme.categories[0]
