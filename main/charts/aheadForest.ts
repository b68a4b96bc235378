import type { Reached, ReachedMoney, Rival } from '../verdict/types.ts'
import type { Chart, ChartKit, ChartTable } from './chart.ts'
import { contenderWords, drawn } from './contenders.ts'
import { withInterval } from './format.ts'
import {
  baseOption,
  finite,
  guideLine,
  knownWhiskers,
  namesAxis,
  plainLegend,
  tooltip,
  valueAxis,
  whiskers,
} from './parts.ts'
import { standingOf } from './standing.ts'

const rivals = drawn.filter((name): name is Rival => name !== 'assay')

/** Figures of one date, or of all dates together, with the words for it. */
interface When {
  name: string
  money: ReachedMoney
}

/** What Assay's targets brought beyond everybody else's: over all dates with its interval, and date by date. */
export function aheadForest(reached: Reached | null, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const names = rivals.map((name) => contenderWords(kit, name))
  const [all, each] = [translate('charts.ahead.pooled'), translate('charts.ahead.dates')]
  const pooled: When[] = reached ? [{ name: all, money: reached.pooled }] : []
  const dates: When[] = (reached?.dates ?? []).map((date) => ({ name: format.day(date.cutoff), money: date }))
  const ahead = (whens: When[]) =>
    whens.flatMap(({ money }) => rivals.map((name, at) => ({ at, ...money.ahead[name] })))
  const points = (name: string, whens: When[], symbolSize: number, color: string) => ({
    type: 'scatter' as const,
    name,
    symbolSize,
    z: symbolSize,
    itemStyle: { color, opacity: 1 },
    data: ahead(whens).map(({ at, value }) => [finite(value), at]),
  })
  return {
    title: aheadTitle(reached?.pooled ?? null, kit),
    subtitle: translate('charts.ahead.subtitle'),
    height: 72 + 34 * rivals.length,
    option: {
      ...baseOption(kit),
      grid: { left: 156, right: 32, top: 32, bottom: 44 },
      legend: plainLegend(kit, [all, each]),
      tooltip: tooltip(kit, ({ index }) => describeRival(rivals[index % rivals.length], [...pooled, ...dates], kit)),
      xAxis: valueAxis(kit, { name: translate('charts.ahead.axis'), format: format.money }),
      yAxis: namesAxis(kit, names, 144),
      series: [
        {
          ...points(all, pooled, 11, theme.accent),
          markLine: guideLine(kit, [{ xAxis: 0 }]),
        },
        points(each, dates, 6, theme.neutral),
        whiskers(knownWhiskers(ahead(pooled)), 'x', theme.accent),
      ],
    },
    table: tableOf([...pooled, ...dates], kit),
  }
}

const describeRival = (rival: Rival, whens: When[], kit: ChartKit) => ({
  heading: contenderWords(kit, rival),
  lines: whens.map(({ name, money }): [string, string] => [
    name,
    withInterval(money.ahead[rival], kit.format.money, kit.format.number, kit.format.unshortened),
  ]),
})

function tableOf(whens: When[], kit: ChartKit): ChartTable {
  const { translate } = kit
  return {
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
    rows: whens.flatMap(({ name: when, money: { reached, ahead } }) =>
      rivals.map((rival) => [
        ...[when, contenderWords(kit, rival), reached.assay.value, reached[rival].value],
        ...[ahead[rival].value, ahead[rival].low, ahead[rival].high],
        translate(`charts.ahead.standings.${standingOf(ahead[rival])}`),
      ]),
    ),
  }
}

function aheadTitle(pooled: ReachedMoney | null, { translate }: ChartKit): string {
  if (pooled === null) return translate('charts.ahead.question')
  const standings = rivals.map((name) => standingOf(pooled.ahead[name]))
  const count = (standing: string) => standings.filter((own) => own === standing).length
  return translate('charts.ahead.title', { ahead: count('ahead'), same: count('same'), behind: count('behind') })
}
