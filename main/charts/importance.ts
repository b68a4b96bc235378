import type { FeatureImportance, PermutationResult } from '../explain/types.ts'
import type { InputGroup } from '../features/types.ts'
import { wordsFor, type Chart, type ChartKit } from './chart.ts'
import { featureWords } from './featureWords.ts'
import { rangeWords, withInterval } from './format.ts'
import { baseOption, categoryAxis, finite, knownWhiskers, plainLegend, tooltip, valueAxis, whiskers } from './parts.ts'

const inputGroups: InputGroup[] = ['behaviour', 'product', 'social']

export interface ImportanceData {
  result: PermutationResult
  /** How many inputs are drawn; the table holds all. */
  shown: number
}

/** How much the metric falls when one input is shuffled, largest first, coloured by the encoder that takes the input. */
export function importanceChart({ result, shown }: ImportanceData, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const ordered = result.features.toSorted((a, b) => b.mean - a.mean)
  const drawn = ordered.slice(0, shown)
  const metric = wordsFor(kit, 'charts.metrics', result.metric)
  const groupNames = inputGroups.map((group) => translate(`charts.groups.${group}`))
  return {
    title: importanceTitle(ordered, kit),
    subtitle: translate('charts.importance.subtitle', {
      metric,
      reference: withInterval(result.reference, format.number),
      rows: format.count(result.rows),
      repeats: result.repeats,
    }),
    height: 88 + 22 * drawn.length,
    option: {
      ...baseOption(kit),
      grid: { left: 220, right: 32, top: 32, bottom: 44 },
      legend: plainLegend(kit, groupNames),
      tooltip: tooltip(kit, ({ index }) => describeFeature(drawn[index], kit)),
      xAxis: valueAxis(kit, { name: translate('charts.importance.axis', { metric }) }),
      yAxis: {
        ...categoryAxis(
          kit,
          drawn.map(({ feature }) => featureWords(kit, feature)),
          { name: '' },
        ),
        inverse: true,
        axisLabel: { color: theme.ink, fontSize: 12, width: 208, overflow: 'truncate', interval: 0 },
      },
      series: [
        ...inputGroups.map((group, i) => ({
          type: 'bar' as const,
          name: groupNames[i],
          stack: 'importance',
          barMaxWidth: 12,
          itemStyle: { color: theme.categories[i], borderRadius: 2 },
          data: drawn.map((feature) => (feature.group === group ? finite(feature.mean) : null)),
        })),
        whiskers(knownWhiskers(drawn.map(({ low, high }, at) => ({ at, low, high }))), 'x', theme.ink),
      ],
    },
    table: {
      columns: [
        { label: translate('charts.importance.input'), kind: 'text' },
        { label: translate('charts.importance.encoder'), kind: 'text' },
        { label: translate('charts.importance.export'), kind: 'text' },
        { label: translate('charts.importance.drop'), kind: 'number' },
        { label: translate('charts.importance.spread'), kind: 'number' },
        { label: translate('charts.low'), kind: 'number' },
        { label: translate('charts.high'), kind: 'number' },
      ],
      rows: ordered.map((item) => [
        featureWords(kit, item.feature),
        translate(`charts.groups.${item.group}`),
        translate(`charts.sources.${item.source}`),
        item.mean,
        item.spread,
        item.low,
        item.high,
      ]),
    },
  }
}

function importanceTitle(ordered: FeatureImportance[], kit: ChartKit): string {
  const first = ordered.at(0)
  if (first === undefined || first.low <= 0) return kit.translate('charts.importance.question')
  return kit.translate('charts.importance.title', { feature: featureWords(kit, first.feature) })
}

function describeFeature(item: FeatureImportance, kit: ChartKit) {
  const { translate, format } = kit
  return {
    heading: featureWords(kit, item.feature),
    lines: [
      [translate('charts.importance.drop'), format.exact(item.mean)],
      [translate('charts.interval'), rangeWords(item, format.exact)],
      [translate('charts.importance.export'), translate(`charts.sources.${item.source}`)],
    ] satisfies [string, string][],
  }
}
