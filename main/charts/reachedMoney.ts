import type { CustomSeriesOption } from 'echarts'
import type { Estimate } from '../model/types.ts'
import type { Contender, Reached, ReachedMoney, Rival, Target } from '../verdict/types.ts'
import { wordsFor, type Chart, type ChartKit } from './chart.ts'
import { withInterval } from './format.ts'
import { baseOption, finite, plainLegend, tooltip, valueAxis } from './parts.ts'
import { lessCost, standingOf } from './standing.ts'
import type { ChartTheme } from './theme.ts'

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

/** In the order in which they are drawn and listed. */
const drawn: Contender[] = ['assay', 'boosted', 'bgnbd', 'rfmCell', 'totalSpend', 'lastSpend', 'ridge']

export const contenderWords = (kit: ChartKit, name: Contender): string =>
  name === 'assay' || name === 'boosted'
    ? kit.translate(`charts.reached.contenders.${name}`)
    : wordsFor(kit, 'charts.baselines', name)

/** `10%` or `500`, to stand behind a word for the best. */
export function targetWords({ format }: ChartKit, target: Target): string {
  if ('count' in target) return format.count(target.count)
  const isWhole = Math.abs(100 * target.share - Math.round(100 * target.share)) < 1e-6
  return isWhole ? format.wholePercent(target.share) : format.percent(target.share)
}

/** A contender has one colour wherever it is drawn. */
export const contenderColors = (theme: ChartTheme): Record<Contender, string> => ({
  assay: theme.accent,
  boosted: theme.categories[5],
  bgnbd: theme.categories[1],
  rfmCell: theme.categories[2],
  totalSpend: theme.categories[3],
  lastSpend: theme.categories[4],
  ridge: theme.categories[6],
})

/** The figures of one date, or of all dates together. */
export const figuresAt = ({ pooled, dates }: Reached, cutoff: string | null): ReachedMoney | null =>
  cutoff === null ? pooled : (dates.find((date) => date.cutoff === cutoff) ?? null)

/** The other contender whose targets brought most. */
export function bestRival({ reached }: ReachedMoney): Rival {
  const [, ...others] = drawn as [Contender, ...Rival[]]
  return others.reduce((best, name) => ((reached[name].value ?? 0) > (reached[best].value ?? 0) ? name : best))
}

/** Money that came from those targeted, by how many are; Assay with its band, everybody else, and chance as the baseline. */
export function reachedChart({ curve, cutoff, chosen, costPerContact }: ReachedData, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const points = curve.flatMap((reached) => figuresAt(reached, cutoff) ?? [])
  const chosenMoney = chosen && figuresAt(chosen, cutoff)
  const [colors, names] = [contenderColors(theme), drawn.map((name) => contenderWords(kit, name))]
  const chance = translate('charts.reached.chance')
  const share = ({ contacts, customers }: ReachedMoney) => contacts / customers
  const net = (point: ReachedMoney, name: Contender) => lessCost(point.reached[name], point.contacts, costPerContact)
  const byChance = (point: ReachedMoney) => share(point) * point.everybody - point.contacts * costPerContact
  const line = (name: string, color: string, width: number, money: (point: ReachedMoney) => number | null) => ({
    type: 'line' as const,
    name,
    showSymbol: false,
    lineStyle: { color, width, type: name === chance ? ('dashed' as const) : ('solid' as const) },
    itemStyle: { color },
    z: width > 2 ? 6 : 4,
    data: points.map((point) => [share(point), finite(money(point))]),
  })
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
      legend: { ...plainLegend(kit, [...names, chance]), left: 0 },
      tooltip: tooltip(
        kit,
        ({ index }) => ({
          heading: translate('charts.reached.top', {
            share: format.percent(share(points[index])),
            contacts: format.count(points[index].contacts),
          }),
          lines: [
            ...drawn.map((name, i): [string, string] => [
              names[i],
              withInterval(net(points[index], name), format.money),
            ]),
            [chance, format.money(byChance(points[index]))],
          ],
        }),
        'axis',
      ),
      xAxis: {
        ...valueAxis(kit, { name: translate('charts.reached.axis'), format: format.wholePercent }),
        max: Math.max(0, ...points.map(share)),
        splitLine: { show: false },
      },
      yAxis: valueAxis(kit, { name: money, format: format.money, gap: 56 }),
      series: [
        ...drawn.map((name, i) =>
          line(names[i], colors[name], name === 'assay' ? 3 : 1.5, (point) => net(point, name).value),
        ),
        {
          ...line(chance, theme.muted, 1.5, byChance),
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: theme.muted, type: [2, 4] },
            label: { show: false },
            data: chosenMoney === null ? [] : [{ xAxis: share(chosenMoney) }],
          },
        },
        band(
          points.map((point) => ({ at: share(point), ...net(point, 'assay') })),
          theme.accent,
        ),
      ],
    },
    table: {
      columns: [
        { label: translate('charts.reached.share'), kind: 'percent' },
        { label: translate('charts.reached.contacts'), kind: 'count' },
        { label: translate('charts.reached.contender'), kind: 'text' },
        { label: money, kind: 'money' },
        { label: translate('charts.low'), kind: 'money' },
        { label: translate('charts.high'), kind: 'money' },
      ],
      rows: points.flatMap((point) => [
        ...drawn.map((name, i) => {
          const { value, low, high } = net(point, name)
          return [share(point), point.contacts, names[i], finite(value), finite(low), finite(high)]
        }),
        [share(point), point.contacts, chance, finite(byChance(point)), null, null],
      ]),
    },
  }
}

/** The area between the bounds of every point. */
function band(points: (Estimate & { at: number })[], color: string): CustomSeriesOption {
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
