import { withInterval } from '../../charts/format.ts'
import type { TaskReport } from '../../model/types.ts'
import type { Block } from '../types.ts'
import type { Wording } from '../wording.ts'

/** Customer value up to every horizon beside the best baseline of as many days. */
export function horizonTable(report: TaskReport, days: number, { kit, metric, baseline }: Wording): Block {
  const { translate, format } = kit
  const rows = [...(report.horizons ?? []), { days, ...report }]
  return {
    kind: 'table',
    table: {
      id: 'horizons',
      title: translate('model.horizons.title'),
      subtitle: translate('model.horizons.subtitle'),
      columns: [
        { label: translate('model.train.horizon'), kind: 'text' },
        { label: metric('normalizedGini'), kind: 'number' },
        { label: metric('totalRatio'), kind: 'number' },
        { label: translate('model.horizons.baseline'), kind: 'text' },
        { label: translate('model.horizons.advantage'), kind: 'text' },
      ],
      rows: rows.map((row) => [
        translate('model.train.days', { days: row.days }),
        row.metrics.normalizedGini,
        row.metrics.totalRatio,
        row.bestBaseline === null ? null : baseline(row.bestBaseline),
        row.bestBaseline === null ? null : withInterval(row.advantage[row.bestBaseline], format.signed, format.number),
      ]),
      keys: 1,
    },
  }
}
