import type { CellKind, ChartKit, ChartTable } from '../../../main/charts/chart.ts'
import type { Estimate } from '../../../main/model/types.ts'

/** A figure and the ends of its interval, as columns of a table that leaves the page. */
export const estimateColumns = (label: string, { translate }: Pick<ChartKit, 'translate'>, kind: CellKind = 'number') =>
  [label, `${label}, ${translate('charts.low')}`, `${label}, ${translate('charts.high')}`].map(
    (words): ChartTable['columns'][number] => ({ label: words, kind }),
  )

export const estimateCells = (estimate: Estimate | undefined): (number | null)[] => [
  estimate?.value ?? null,
  estimate?.low ?? null,
  estimate?.high ?? null,
]
