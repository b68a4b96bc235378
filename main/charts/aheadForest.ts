import type { Reached, ReachedMoney, Rival } from '../verdict/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { withInterval } from './format.ts'
import { baseOption, categoryAxis, finite, knownWhiskers, plainLegend, tooltip, valueAxis, whiskers } from './parts.ts'
import { contenderWords } from './reachedMoney.ts'
import { standingOf } from './standing.ts'

/** In the order in which they are drawn. */
const rivals: Rival[] = ['boosted', 'bgnbd', 'rfmCell', 'totalSpend', 'lastSpend', 'ridge']

/** What Assay's targets brought beyond everybody else's: over all dates with its interval, and date by date. */
export function aheadForest(reached: Reached | null, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const names = rivals.map((name) => contenderWords(kit, name))
  const all = translate('charts.ahead.pooled')
  const rows = reached ? [{ name: all, money: reached.pooled }, ...reached.dates.map((date) => ({ name: format.day(date.cutoff), money: date as ReachedMoney }))] : [] // prettier-ignore
  const each = translate('charts.ahead.dates')
  return {
    title: aheadTitle(reached?.pooled ?? null, kit),
    subtitle: translate('charts.ahead.subtitle'),
    height: 72 + 34 * rivals.length,
    option: {
      ...baseOption(kit),
      grid: { left: 156, right: 32, top: 32, bottom: 44 },
      legend: plainLegend(kit, [all, each]),
      tooltip: tooltip(kit, ({ index }) => ({
        heading: names[index % rivals.length],
        lines: rows.map(({ name, money }): [string, string] => [
          name,
          withInterval(money.ahead[rivals[index % rivals.length]], format.money, format.number, format.unshortened),
        ]),
      })),
      xAxis: valueAxis(kit, { name: translate('charts.ahead.axis'), format: format.money }),
      yAxis: {
        ...categoryAxis(kit, names, { name: '' }),
        inverse: true,
        axisLine: { show: false },
        axisLabel: { color: theme.ink, fontSize: 12, width: 144, overflow: 'truncate', interval: 0 },
      },
      series: [
        {
          type: 'scatter',
          name: all,
          symbolSize: 11,
          z: 6,
          itemStyle: { color: theme.accent, opacity: 1 },
          data: rows
            .slice(0, 1)
            .flatMap(({ money }) => rivals.map((name, at) => [finite(money.ahead[name].value), at])),
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: theme.muted, type: 'dashed' },
            label: { show: false },
            data: [{ xAxis: 0 }],
          },
        },
        {
          type: 'scatter',
          name: each,
          symbolSize: 6,
          z: 5,
          itemStyle: { color: theme.neutral, opacity: 0.8 },
          data: rows.slice(1).flatMap(({ money }) => rivals.map((name, at) => [finite(money.ahead[name].value), at])),
        },
        whiskers(
          knownWhiskers(
            rows.slice(0, 1).flatMap(({ money }) => rivals.map((name, at) => ({ at, low: money.ahead[name].low, high: money.ahead[name].high }))), // prettier-ignore
          ),
          'x',
          theme.accent,
        ),
      ],
    },
    table: {
      columns: [
        { label: translate('charts.ahead.when'), kind: 'text' },
        { label: translate('charts.reached.contender'), kind: 'text' },
        { label: translate('charts.ahead.byAssay'), kind: 'money' },
        { label: translate('charts.ahead.byRival'), kind: 'money' },
        { label: translate('charts.ahead.axis'), kind: 'money' },
        { label: translate('charts.low'), kind: 'money' },
        { label: translate('charts.high'), kind: 'money' },
        { label: translate('charts.ahead.standing'), kind: 'text' },
      ],
      rows: rows.flatMap(({ name: when, money }) =>
        rivals.map((name, at) => [
          ...[when, names[at], money.reached.assay.value, money.reached[name].value],
          ...[money.ahead[name].value, money.ahead[name].low, money.ahead[name].high],
          translate(`charts.ahead.standings.${standingOf(money.ahead[name])}`),
        ]),
      ),
    },
  }
}

function aheadTitle(pooled: ReachedMoney | null, { translate }: ChartKit): string {
  if (pooled === null) return translate('charts.ahead.question')
  const standings = rivals.map((name) => standingOf(pooled.ahead[name]))
  const count = (standing: string) => standings.filter((own) => own === standing).length
  return translate('charts.ahead.title', { ahead: count('ahead'), same: count('same'), behind: count('behind') })
}
