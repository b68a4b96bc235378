import type { Chart } from '../../charts/chart.ts'
import type { Block } from '../types.ts'

/** Small charts two and two beside each other; one that is left over takes the whole width. */
export const inPairs = (charts: Chart[]): Block[] =>
  charts.flatMap((chart, at): Block[] => {
    if (at % 2 === 1) return []
    return at + 1 < charts.length ? [{ kind: 'charts', charts: [chart, charts[at + 1]] }] : [{ kind: 'chart', chart }]
  })

/** A picture of a part of its height, so that more of them stand on a page. */
export const lower = (chart: Chart, part: number): Chart => ({ ...chart, height: Math.round(part * chart.height) })
