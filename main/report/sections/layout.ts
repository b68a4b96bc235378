import type { Chart } from '../../charts/chart.ts'
import type { Block } from '../types.ts'

/** Small charts two and two beside each other. */
export const inPairs = (charts: Chart[]): Block[] =>
  charts.flatMap((chart, at) =>
    at % 2 === 0 ? [{ kind: 'charts', charts: [chart, ...charts.slice(at + 1, at + 2)] }] : [],
  )

/** A picture of a part of its height, so that more of them stand on a page. */
export const lower = (chart: Chart, part: number): Chart => ({ ...chart, height: Math.round(part * chart.height) })
