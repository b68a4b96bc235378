import type { InputGroup, Task } from '../features/types.ts'
import type { Spread, TowerSummary } from '../model/types.ts'
import type { Chart, ChartKit, ChartTable } from './chart.ts'
import { rangeWords } from './format.ts'
import { taskName } from './taskWords.ts'
import { baseOption, categoryAxis, knownWhiskers, plainLegend, tooltip, valueAxis, whiskers } from './parts.ts'

const groups: InputGroup[] = ['behaviour', 'product', 'social']

/** One encoder in one task. */
interface Row {
  task: Task
  group: InputGroup
  scores: number
  spread: Spread
}

/** What each encoder counts for in each task: the mean share over all scores, and where the middle 80% of them lie. */
export function towerSharesChart(summaries: TowerSummary[], kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const rows: Row[] = summaries.flatMap(({ task, rows: scores, towers }) =>
    groups.flatMap((group) => (towers[group] ? [{ task, group, scores, spread: towers[group] }] : [])),
  )
  const groupNames = groups.map((group) => translate(`charts.groups.${group}`))
  const names = rows.map(({ task, group }) => `${taskName(task, kit)} · ${translate(`charts.groups.${group}`)}`)
  return {
    title: towersTitle(summaries, kit),
    subtitle: translate('charts.towers.subtitle'),
    height: 72 + 24 * rows.length,
    option: {
      ...baseOption(kit),
      grid: { left: 208, right: 32, top: 32, bottom: 44 },
      legend: plainLegend(kit, groupNames),
      tooltip: tooltip(kit, ({ index }) => ({
        heading: names[index],
        lines: [
          [translate('charts.towers.mean'), format.percent(rows[index].spread.mean)],
          [translate('charts.towers.middle'), rangeWords(rows[index].spread, format.percent)],
          [translate('charts.towers.scores'), format.count(rows[index].scores)],
        ],
      })),
      xAxis: {
        ...valueAxis(kit, { name: translate('charts.towers.axis'), format: format.wholePercent }),
        min: 0,
        max: 1,
      },
      yAxis: {
        ...categoryAxis(kit, names, { name: '' }),
        inverse: true,
        axisLabel: { color: theme.ink, fontSize: 12, width: 196, overflow: 'truncate', interval: 0 },
      },
      series: [
        ...groups.map((group, i) => ({
          type: 'scatter' as const,
          name: groupNames[i],
          symbolSize: 10,
          z: 5,
          itemStyle: { color: theme.categories[i], opacity: 1 },
          data: rows.map((row, at) => [row.group === group ? row.spread.mean : null, at]),
        })),
        {
          ...whiskers(knownWhiskers(rows.map(({ spread }, at) => ({ at, low: spread.low, high: spread.high }))), 'x', theme.muted), // prettier-ignore
        },
      ],
    },
    table: tableOf(rows, kit),
  }
}

const tableOf = (rows: Row[], { translate }: ChartKit): ChartTable => ({
  columns: [
    { label: translate('charts.towers.task'), kind: 'text' },
    { label: translate('charts.importance.encoder'), kind: 'text' },
    { label: translate('charts.towers.mean'), kind: 'percent' },
    { label: translate('charts.towers.low'), kind: 'percent' },
    { label: translate('charts.towers.high'), kind: 'percent' },
    { label: translate('charts.towers.scores'), kind: 'count' },
  ],
  rows: rows.map(({ task, group, scores, spread }) => [
    ...[taskName(task, { translate }), translate(`charts.groups.${group}`)],
    ...[spread.mean, spread.low, spread.high, scores],
  ]),
})

/** The encoder that counts most over the tasks. */
function towersTitle(summaries: TowerSummary[], { translate, format }: ChartKit): string {
  const means = groups.flatMap((group) => {
    const own = summaries.flatMap(({ towers }): Spread[] => (towers[group] ? [towers[group]] : []))
    return own.length > 0 ? [{ group, mean: own.reduce((sum, { mean }) => sum + mean / own.length, 0) }] : []
  })
  if (means.length === 0) return translate('charts.towers.question')
  const first = means.reduce((a, b) => (b.mean > a.mean ? b : a))
  return translate('charts.towers.title', {
    group: translate(`charts.groups.${first.group}`),
    mean: format.percent(first.mean),
  })
}
