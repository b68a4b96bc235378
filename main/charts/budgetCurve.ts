import type { BudgetPicture } from '../insight/loyalty/types.ts'
import { band, upright } from './band.ts'
import { bestReach, customersOf, keptNet, sumsAt, type Assumption } from './budget.ts'
import type { Chart, ChartKit } from './chart.ts'
import { finite, baseOption, plainLegend, tooltip, valueAxis } from './parts.ts'
import { withInterval, type Interval } from './format.ts'

export interface BudgetCurveData {
  picture: Pick<BudgetPicture, 'all' | 'brand'>
  assumption: Assumption
  /** Contacts that the budget pays for. */
  contacts: number
}

interface Point extends Interval {
  contacts: number
  random: number
}

/** Money expected to be kept, less contacts, by how many are contacted: most expected loss first, and as chance would have it. */
export function budgetCurve({ picture, assumption, contacts }: BudgetCurveData, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const points = pointsOf(picture, assumption)
  const names = { ordered: translate('budget.chart.ordered'), random: translate('budget.chart.random') }
  const line = (name: string, color: string, isBaseline: boolean, value: (point: Point) => number | null) => ({
    type: 'line' as const,
    name,
    showSymbol: false,
    z: isBaseline ? 4 : 6,
    lineStyle: { color, width: isBaseline ? 1.5 : 2.5, type: isBaseline ? ('dashed' as const) : ('solid' as const) },
    itemStyle: { color },
    data: points.map((point) => [point.contacts, finite(value(point))]),
  })
  return {
    title: curveTitle(picture, assumption, kit),
    subtitle: translate('budget.chart.subtitle', {
      effect: format.percent(assumption.effect),
      customers: format.count(customersOf(picture.all)),
    }),
    height: 300,
    option: {
      ...baseOption(kit),
      grid: { left: 76, right: 20, top: 36, bottom: 44 },
      legend: plainLegend(kit, [names.ordered, names.random]),
      tooltip: tooltip(kit, ({ index }) => describe(points[index], names, kit), 'axis'),
      xAxis: {
        ...valueAxis(kit, { name: translate('budget.chart.contacts') }),
        max: customersOf(picture.all),
        splitLine: { show: false },
      },
      yAxis: valueAxis(kit, { name: translate('budget.chart.net'), format: format.money, gap: 60 }),
      series: [
        line(names.ordered, theme.accent, false, ({ value }) => value),
        line(names.random, theme.muted, true, ({ random }) => random),
        band(
          points.map((point) => ({ at: point.contacts, value: point.value, low: point.low, high: point.high })),
          theme.accent,
        ),
        upright(contacts > 0 ? Math.min(contacts, customersOf(picture.all)) : null, theme.muted),
      ],
    },
    table: {
      columns: [
        { label: translate('budget.chart.contacts'), kind: 'count' },
        { label: names.ordered, kind: 'money' },
        { label: translate('charts.low'), kind: 'money' },
        { label: translate('charts.high'), kind: 'money' },
        { label: names.random, kind: 'money' },
      ],
      rows: points.map(({ contacts: reach, value, low, high, random }) => [reach, value, low, high, random]),
    },
  }
}

function pointsOf({ all }: BudgetCurveData['picture'], assumption: Assumption): Point[] {
  const everybody = sumsAt(all, customersOf(all))
  return all.sums.map((sums) => {
    const share = everybody.contacts === 0 ? 0 : sums.contacts / everybody.contacts
    const random = share * assumption.effect * everybody.loss - sums.contacts * assumption.costPerContact
    return { contacts: sums.contacts, random, ...keptNet(sums, assumption) }
  })
}

const describe = (
  point: Point,
  names: { ordered: string; random: string },
  { translate, format }: ChartKit,
): { heading: string; lines: [string, string][] } => ({
  heading: translate('budget.chart.reach', { contacts: format.count(point.contacts) }),
  lines: [
    [names.ordered, withInterval(point, format.money, format.number, format.unshortened)],
    [names.random, format.money(point.random)],
  ],
})

function curveTitle(
  { all }: BudgetCurveData['picture'],
  assumption: Assumption,
  { translate, format }: ChartKit,
): string {
  if (customersOf(all) === 0) return translate('budget.chart.question')
  const reach = bestReach(all, assumption)
  if (reach === 0) return translate('budget.chart.nobodyPays')
  if (reach === customersOf(all)) return translate('budget.chart.everybodyPays', { customers: format.count(reach) })
  return translate('budget.chart.title', { contacts: format.count(reach), customers: format.count(customersOf(all)) })
}
