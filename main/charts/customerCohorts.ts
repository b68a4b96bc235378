import type { CustomerCohorts } from '../insight/customers/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { baseOption, categoryAxis, finite, tooltip } from './parts.ts'
import { colorAt, readableOn } from './theme.ts'

export type CohortMeasure = 'retention' | 'value'

export interface CustomerCohortData {
  data: CustomerCohorts
  measure: CohortMeasure
}

/** Everybody bought in the step of the first purchase. */
const firstShown = (measure: CohortMeasure): number => (measure === 'retention' ? 1 : 0)

/** What is drawn, in its order: the cohort's place, steps since, and the figure. */
export function cohortCells(
  { cohorts }: CustomerCohorts,
  measure: CohortMeasure,
): { row: number; after: number; value: number }[] {
  return cohorts.flatMap((cohort, row) =>
    cohort[measure].flatMap((value, after) =>
      after >= firstShown(measure) && finite(value) !== null ? [{ row, after, value: value ?? 0 }] : [],
    ),
  )
}

/** New customers by when they came: who bought again, or what they have spent, step by step; what is to come is blank. */
export function customerCohortChart({ data, measure }: CustomerCohortData, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const { cohorts, step } = data
  const cells = cohortCells(data, measure)
  const first = firstShown(measure)
  const most = Math.max(measure === 'retention' ? 0.01 : 1e-9, ...cells.map(({ value }) => value))
  const steps = Math.max(first, ...cells.map(({ after }) => after))
  const places = Array.from({ length: steps - first + 1 }, (_, i) => i + first)
  const words = measure === 'retention' ? format.percent : format.money
  const name = (row: number) => format.month(cohorts[row].from)
  return {
    title: titleOf(data, measure, kit),
    subtitle: translate(`charts.customers.cohorts.subtitle.${step}`),
    height: 60 + 20 * Math.max(4, cohorts.length),
    option: {
      ...baseOption(kit),
      grid: { left: 64, right: 8, top: 4, bottom: 44 },
      tooltip: tooltip(kit, ({ index }) => ({
        heading: translate('charts.customers.cohorts.cell', {
          cohort: name(cells[index].row),
          after: cells[index].after,
        }),
        lines: [
          [translate(`charts.customers.cohorts.${measure}`), words(cells[index].value)],
          [translate('charts.customers.customers'), format.count(cohorts[cells[index].row].customers)],
        ],
      })),
      xAxis: categoryAxis(kit, places.map(String), { name: translate(`charts.customers.cohorts.axis.${step}`) }),
      yAxis: {
        ...categoryAxis(kit, cohorts.map(({ from }) => format.month(from)), { name: '' }), // prettier-ignore
        inverse: true,
        axisLine: { show: false },
      },
      series: [
        {
          type: 'heatmap',
          name: translate(`charts.customers.cohorts.${measure}`),
          data: cells.map(({ row, after, value }) => {
            const color = colorAt(theme.magnitude, value / most)
            return {
              value: [after - first, row, value],
              itemStyle: { color, borderColor: theme.surface, borderWidth: 2, borderRadius: 3 },
              label: { color: readableOn(color) },
            }
          }),
          label: {
            show: true,
            fontSize: 11,
            formatter: ({ dataIndex }) =>
              measure === 'retention'
                ? String(Math.round(cells[dataIndex].value * 100))
                : format.number(cells[dataIndex].value),
          },
        },
      ],
      visualMap: { show: false, min: 0, max: most, dimension: 2, inRange: { color: theme.magnitude } },
    },
    table: {
      columns: [
        { label: translate('charts.customers.cohorts.cohort'), kind: 'text' },
        { label: translate('charts.customers.customers'), kind: 'count' },
        ...places.map((after) => ({ label: String(after), kind: measure === 'retention' ? ('percent' as const) : ('money' as const) })), // prettier-ignore
      ],
      rows: cohorts.map((cohort) => [cohort.from, cohort.customers, ...places.map((after) => finite(cohort[measure][after]))]), // prettier-ignore
    },
  }
}

function titleOf({ curve }: CustomerCohorts, measure: CohortMeasure, { translate, format }: ChartKit): string {
  for (const after of [3, 1]) {
    const value = finite(curve[after]?.[measure].value)
    if (value === null) continue
    return measure === 'retention'
      ? translate('charts.customers.cohorts.retentionTitle', { share: format.percent(value), after })
      : translate('charts.customers.cohorts.valueTitle', { money: format.money(value), after })
  }
  return translate(`charts.customers.cohorts.${measure}Question`)
}
