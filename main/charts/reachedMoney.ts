import type { LineSeriesOption } from 'echarts'
import type { Estimate } from '../model/types.ts'
import type { Reached, ReachedMoney } from '../verdict/types.ts'
import { band, upright } from './band.ts'
import type { Chart, ChartKit, ChartTable } from './chart.ts'
import { bestRival, contenderColors, contenderWords, drawn, figuresAt, targetWords } from './contenders.ts'
import { withInterval } from './format.ts'
import { baseOption, finite, plainLegend, tooltip, valueAxis } from './parts.ts'
import { lessCost, standingOf } from './standing.ts'

export interface ReachedData {
  /** At targets of growing size. */
  curve: Reached[]
  /** A date, or null for all dates together. */
  cutoff: string | null
  /** At the target that was chosen; null before there is one. */
  chosen: Reached | null
  /** In the project's currency; the same for everybody who is targeted. */
  costPerContact: number
}

/** One way of choosing customers: how it is drawn, and what it comes to. */
interface Way {
  name: string
  color: string
  width: number
  dashed: boolean
  money(point: ReachedMoney): Estimate
}

const shareOf = ({ contacts, customers }: ReachedMoney): number => contacts / customers

/** Money that came from those targeted, by how many are; Assay with its band, everybody else, and chance as the baseline. */
export function reachedChart({ curve, cutoff, chosen, costPerContact }: ReachedData, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const points = curve.flatMap((reached) => figuresAt(reached, cutoff) ?? [])
  const chosenMoney = chosen && figuresAt(chosen, cutoff)
  const ways = waysOf(costPerContact, kit)
  const money = translate(costPerContact > 0 ? 'charts.reached.net' : 'charts.reached.money')
  return {
    title: reachedTitle(chosen, chosenMoney, kit),
    subtitle: translate(cutoff === null ? 'charts.reached.subtitle' : 'charts.reached.subtitleDate', {
      customers: format.count(points[0]?.customers ?? 0),
      dates: curve[0]?.dates.length ?? 0,
      cutoff: cutoff === null ? '' : format.day(cutoff),
    }),
    height: 340,
    option: {
      ...baseOption(kit),
      grid: { left: 72, right: 20, top: 60, bottom: 44 },
      legend: {
        ...plainLegend(
          kit,
          ways.map(({ name }) => name),
        ),
        left: 0,
      },
      tooltip: tooltip(kit, ({ index }) => describePoint(points[index], ways, kit), 'axis'),
      xAxis: {
        ...valueAxis(kit, { name: translate('charts.reached.axis'), format: format.wholePercent }),
        max: Math.max(0, ...points.map(shareOf)),
        splitLine: { show: false },
      },
      yAxis: valueAxis(kit, { name: money, format: format.money, gap: 56 }),
      series: [
        ...ways.map((way) => line(way, points)),
        band(
          points.map((point) => ({ at: shareOf(point), ...ways[0].money(point) })),
          theme.accent,
        ),
        upright(chosenMoney && shareOf(chosenMoney), theme.muted),
      ],
    },
    table: tableOf(points, ways, money, kit),
  }
}

/** Assay first, chance last. */
function waysOf(costPerContact: number, kit: ChartKit): Way[] {
  const colors = contenderColors(kit.theme)
  return [
    ...drawn.map((contender) => ({
      name: contenderWords(kit, contender),
      color: colors[contender],
      width: contender === 'assay' ? 3 : 1.5,
      dashed: false,
      money: ({ reached, contacts }: ReachedMoney) => lessCost(reached[contender], contacts, costPerContact),
    })),
    {
      name: kit.translate('charts.reached.chance'),
      color: kit.theme.muted,
      width: 1.5,
      dashed: true,
      money: (point) =>
        lessCost({ value: shareOf(point) * point.everybody, low: null, high: null }, point.contacts, costPerContact),
    },
  ]
}

const line = ({ name, color, width, dashed, money }: Way, points: ReachedMoney[]): LineSeriesOption => ({
  type: 'line',
  name,
  showSymbol: false,
  lineStyle: { color, width, type: dashed ? 'dashed' : 'solid' },
  itemStyle: { color },
  z: width > 2 ? 6 : 4,
  data: points.map((point) => [shareOf(point), finite(money(point).value)]),
})

const describePoint = (point: ReachedMoney, ways: Way[], { translate, format }: ChartKit) => ({
  heading: translate('charts.reached.top', {
    share: format.percent(shareOf(point)),
    contacts: format.count(point.contacts),
  }),
  lines: ways.map(({ name, money }): [string, string] => [name, withInterval(money(point), format.money)]),
})

const tableOf = (points: ReachedMoney[], ways: Way[], money: string, { translate }: ChartKit): ChartTable => ({
  columns: [
    { label: translate('charts.reached.share'), kind: 'percent' },
    { label: translate('charts.reached.contacts'), kind: 'count' },
    { label: translate('charts.reached.contender'), kind: 'text' },
    { label: money, kind: 'money' },
    { label: translate('charts.low'), kind: 'money' },
    { label: translate('charts.high'), kind: 'money' },
  ],
  rows: points.flatMap((point) =>
    ways.map((way) => {
      const { value, low, high } = way.money(point)
      return [shareOf(point), point.contacts, way.name, finite(value), finite(low), finite(high)]
    }),
  ),
})

function reachedTitle(chosen: Reached | null, money: ReachedMoney | null, kit: ChartKit): string {
  const { translate, format } = kit
  if (chosen === null || money === null) return translate('charts.reached.question')
  const rival = bestRival(money)
  return translate(`charts.reached.${standingOf(money.ahead[rival])}`, {
    target: targetWords(kit, chosen.target),
    rival: contenderWords(kit, rival),
    difference: withInterval(money.ahead[rival], format.money, format.number, format.unshortened),
  })
}
