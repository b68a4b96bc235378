import type { BrandDetails } from '../insight/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { baseOption, categoryAxis, finite, tooltip } from './parts.ts'
import { colorAt, readableOn } from './theme.ts'

export type CohortData = Pick<BrandDetails, 'brand' | 'cohorts'>

interface Cell {
  cohort: number
  month: number
  share: number
}

/** Share of each month's first-time buyers who bought the brand again, by month since; months still to come are blank. */
export function cohortChart({ brand, cohorts }: CohortData, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const cells = cellsOf(cohorts)
  const most = Math.max(0.01, ...cells.map(({ share }) => share))
  const months = Math.max(1, ...cells.map(({ month }) => month))
  return {
    title: cohortTitle({ brand, cohorts }, kit),
    subtitle: translate('charts.cohorts.subtitle'),
    height: 60 + 19 * Math.max(4, cohorts.length),
    option: {
      ...baseOption(kit),
      grid: { left: 64, right: 8, top: 4, bottom: 44 },
      tooltip: tooltip(kit, ({ index }) => {
        const { cohort, month, share } = cells[index]
        const { customers } = cohorts[cohort]
        return {
          heading: translate('charts.cohorts.cell', { cohort: format.month(cohorts[cohort].month), month }),
          lines: [
            [translate('charts.cohorts.again'), format.percent(share)],
            [translate('charts.cohorts.customers'), format.count(customers)],
          ],
        }
      }),
      xAxis: {
        ...categoryAxis(
          kit,
          Array.from({ length: months }, (_, month) => String(month + 1)),
          { name: translate('charts.cohorts.axis') },
        ),
      },
      yAxis: {
        ...categoryAxis(
          kit,
          cohorts.map(({ month }) => format.month(month)),
          { name: '' },
        ),
        inverse: true,
        axisLine: { show: false },
      },
      series: [
        {
          type: 'heatmap',
          data: cells.map(({ cohort, month, share }) => {
            const color = colorAt(theme.magnitude, share / most)
            return {
              value: [month - 1, cohort, share],
              itemStyle: { color, borderColor: theme.surface, borderWidth: 2, borderRadius: 3 },
              label: { color: readableOn(color) },
            }
          }),
          label: {
            show: true,
            fontSize: 11,
            formatter: ({ dataIndex }) => String(Math.round(cells[dataIndex].share * 100)),
          },
        },
      ],
      visualMap: { show: false, min: 0, max: most, dimension: 2, inRange: { color: theme.magnitude } },
    },
    table: {
      columns: [
        { label: translate('charts.cohorts.cohort'), kind: 'text' },
        { label: translate('charts.cohorts.customers'), kind: 'count' },
        ...Array.from({ length: months }, (_, month) => ({ label: String(month + 1), kind: 'percent' as const })),
      ],
      rows: cohorts.map(({ month, customers, again }) => [
        month,
        customers,
        ...Array.from({ length: months }, (_, after) => finite(again[after + 1])),
      ]),
    },
  }
}

/** Month 0, the month of the first purchase itself, is left out: everybody bought in it. */
function cellsOf(cohorts: CohortData['cohorts']): Cell[] {
  return cohorts.flatMap(({ again }, cohort) =>
    again.flatMap((share, month) =>
      month > 0 && finite(share) !== null ? [{ cohort, month, share: share ?? 0 }] : [],
    ),
  )
}

/** Says what share of the buyers came back in the third month, or the first, over the cohorts that have got so far. */
function cohortTitle({ brand, cohorts }: CohortData, { translate, format }: ChartKit): string {
  for (const month of [3, 1]) {
    const reached = cohorts.filter(({ again }) => finite(again[month]) !== null)
    const customers = reached.reduce((sum, cohort) => sum + cohort.customers, 0)
    if (customers === 0) continue
    const share = reached.reduce((sum, cohort) => sum + cohort.customers * (cohort.again[month] ?? 0), 0) / customers
    return translate('charts.cohorts.title', { brand, month, share: format.percent(share) })
  }
  return translate('charts.cohorts.question', { brand })
}

/** First and last day of the calendar month of the cell that was picked: when its customers bought again, or did not. */
export function pickedCohortMonth(
  { cohorts }: Pick<CohortData, 'cohorts'>,
  index: number,
): { from: string; to: string } | null {
  const cell = cellsOf(cohorts).at(index)
  if (!cell) return null
  const [year, month] = cohorts[cell.cohort].month.split('-').map(Number)
  const day = (monthIndex: number, of: number) => new Date(Date.UTC(year, monthIndex, of)).toISOString().slice(0, 10)
  return { from: day(month - 1 + cell.month, 1), to: day(month + cell.month, 0) }
}
