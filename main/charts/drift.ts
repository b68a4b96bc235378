import type { Drift } from '../verdict/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { featureWords } from './featureWords.ts'
import { baseOption, categoryAxis, guideLine, plainLegend, tooltip, valueAxis } from './parts.ts'

const drawnFeatures = 15

/** Beyond it an input's spread is commonly called much changed (Siddiqi 2006). */
export const largeShift = 0.25

/** The inputs whose spread has moved most since the run learned, beside what sampling alone would move them. */
export function driftChart({ features, reference }: Drift, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const drawn = features.slice(0, drawnFeatures)
  const words = { psi: translate('since.columns.psi'), chance: translate('since.columns.chance') }
  return {
    title: titleOf(features, kit),
    subtitle: translate('since.drift.subtitle', {
      drawn: format.count(drawn.length),
      reference: format.day(reference),
    }),
    height: 88 + 22 * Math.max(1, drawn.length),
    option: {
      ...baseOption(kit),
      grid: { left: 220, right: 32, top: 32, bottom: 44 },
      legend: plainLegend(kit, Object.values(words)),
      tooltip: tooltip(kit, ({ index }) => ({
        heading: featureWords(kit, drawn[index].name),
        lines: [
          [words.psi, format.exact(drawn[index].psi)],
          [words.chance, format.exact(drawn[index].chance)],
        ],
      })),
      xAxis: { ...valueAxis(kit, { name: words.psi }), min: 0 },
      yAxis: {
        ...categoryAxis(
          kit,
          drawn.map(({ name }) => featureWords(kit, name)),
          { name: '' },
        ),
        inverse: true,
        axisLabel: { color: theme.ink, fontSize: 12, width: 208, overflow: 'truncate', interval: 0 },
      },
      series: [
        {
          type: 'bar',
          name: words.psi,
          itemStyle: { color: theme.accent, borderRadius: [0, 2, 2, 0] },
          data: drawn.map(({ psi }) => psi),
          markLine: guideLine(kit, drawn.length > 0 ? [{ xAxis: largeShift }] : []),
        },
        {
          type: 'scatter',
          name: words.chance,
          symbol: 'diamond',
          symbolSize: 9,
          itemStyle: { color: theme.ink, opacity: 1 },
          data: drawn.map(({ chance }, at) => [chance, at]),
        },
      ],
    },
    table: {
      columns: [
        { label: translate('charts.importance.input'), kind: 'text' },
        { label: words.psi, kind: 'number' },
        { label: words.chance, kind: 'number' },
        { label: translate('since.columns.reference'), kind: 'count' },
        { label: translate('since.columns.now'), kind: 'count' },
      ],
      rows: features.map((row) => [featureWords(kit, row.name), row.psi, row.chance, row.reference, row.now]),
    },
  }
}

function titleOf(features: Drift['features'], { translate, format }: ChartKit): string {
  if (features.length === 0) return translate('since.drift.question')
  const large = features.filter(({ psi }) => psi > largeShift).length
  return translate(large > 0 ? 'since.drift.title' : 'since.drift.steady', {
    large: format.count(large),
    all: format.count(features.length),
  })
}
