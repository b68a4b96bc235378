import type { Influence, InfluenceWindow } from '../insight/social/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { withInterval } from './format.ts'
import { baseOption, categoryAxis, finite, guideLine, knownWhiskers, tooltip, valueAxis, whiskers } from './parts.ts'

/** The window whose ratio the title says, or the one nearest to it. */
const headlineDays = 30

/** How much oftener than by chance a neighbour bought the same before, by how long before. */
export function influenceChart({ of, windows, purchases, shuffles }: Influence, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const names = windows.map(({ days }) => translate('social.charts.influence.days', { days }))
  return {
    title: titleOf(windows, of, kit),
    subtitle: translate('social.charts.influence.subtitle', {
      purchases: format.count(purchases),
      shuffles: format.count(shuffles),
    }),
    height: 80 + 36 * Math.max(1, windows.length),
    option: {
      ...baseOption(kit),
      grid: { left: 88, right: 32, top: 8, bottom: 44 },
      tooltip: tooltip(kit, ({ index }) => describe(windows[index], kit)),
      xAxis: { ...valueAxis(kit, { name: translate('social.charts.influence.axis') }), scale: true },
      yAxis: { ...categoryAxis(kit, names, { name: '' }), inverse: true, axisLine: { show: false } },
      series: [
        {
          type: 'scatter',
          symbolSize: 11,
          z: 5,
          itemStyle: { color: theme.accent, opacity: 1 },
          data: windows.map(({ ratio }, at) => [finite(ratio.value), at]),
          markLine: guideLine(kit, [{ xAxis: 1 }]),
        },
        whiskers(knownWhiskers(windows.map(({ ratio }, at) => ({ at, ...ratio }))), 'x', theme.accent),
      ],
    },
    table: {
      columns: [
        { label: translate('social.charts.influence.window'), kind: 'count' },
        { label: translate('social.charts.influence.observed'), kind: 'count' },
        { label: translate('social.charts.influence.expected'), kind: 'number' },
        { label: translate('social.charts.influence.ratio'), kind: 'number' },
        { label: translate('charts.low'), kind: 'number' },
        { label: translate('charts.high'), kind: 'number' },
        { label: translate('social.charts.influence.p'), kind: 'number' },
      ],
      rows: windows.map(({ days, observed, expected, ratio, p }) => [
        ...[days, observed, expected],
        ...[ratio.value, ratio.low, ratio.high, p],
      ]),
    },
  }
}

const describe = ({ days, observed, expected, ratio }: InfluenceWindow, { translate, format }: ChartKit) => ({
  heading: translate('social.charts.influence.days', { days }),
  lines: [
    [translate('social.charts.influence.observed'), format.count(observed)],
    [translate('social.charts.influence.expected'), format.number(expected)],
    [translate('social.charts.influence.ratio'), withInterval(ratio, format.number)],
  ] satisfies [string, string][],
})

function titleOf(windows: InfluenceWindow[], of: Influence['of'], { translate, format }: ChartKit): string {
  const [nearest] = [...windows]
    .filter(({ ratio }) => ratio.value !== null)
    .sort((a, b) => Math.abs(a.days - headlineDays) - Math.abs(b.days - headlineDays))
  if (!nearest) return translate('social.charts.influence.question')
  const { days, ratio } = nearest
  const standing = (ratio.low ?? 0) > 1 ? 'more' : (ratio.high ?? Infinity) < 1 ? 'fewer' : 'same'
  return translate(`social.charts.influence.title.${standing}`, {
    days,
    item: translate(`social.items.${of}`),
    ratio: withInterval(ratio, format.number),
  })
}
