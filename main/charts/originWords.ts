import type { Task } from '../features/types.ts'
import type { Estimate } from '../model/types.ts'
import type { Guard, GuardedTask, Known, Matched, Origin } from '../model/transfer/types.ts'
import type { ChartKit } from './chart.ts'
import { taskName } from './taskWords.ts'

/** What is needed to say where a run started: the window, the report and the command line each bring their own. */
export interface OriginKit {
  translate: ChartKit['translate']
  count(value: number): string
  estimate(value: Estimate): string
}

/** Where a run's networks started, what was known there, and whether going on paid: one sentence each. */
export function originWords(origin: Origin | null, kit: OriginKit): string[] {
  if (!origin) return []
  const { translate } = kit
  if (origin.kind === 'towers') {
    const { file, transfer, matched } = origin
    const words = { file, transfer: translate(`charts.settingChoices.${transfer}`) }
    return [translate('charts.origin.towers', words), ...matchedWords(matched, kit)]
  }
  const { runId, guard, matched } = origin
  return [
    ...[translate('charts.origin.run', { id: runId }), ...guardWords(runId, guard, kit)],
    ...(matched ? matchedWords(matched, kit) : []),
  ]
}

function matchedWords({ columns, brands, categories, products }: Matched, { translate, count }: OriginKit): string[] {
  const share = ({ known, all }: Known) => translate('charts.origin.share', { known: count(known), all: count(all) })
  const words = { columns: share(columns), brands: share(brands), categories: share(categories) }
  return [
    translate('charts.origin.matched', words),
    ...(products.all > 0 ? [translate('charts.origin.products', { products: share(products) })] : []),
  ]
}

/** Which of the two models is in use, and by which figures. */
export function guardWords(runId: number, { verdict, kept, tasks }: Guard, kit: OriginKit): string[] {
  const { translate, count, estimate } = kit
  const said = verdict === 'even' ? `even.${kept}` : verdict
  return [
    translate(`charts.origin.guard.${said}`, { id: runId }),
    ...(Object.entries(tasks) as [Task, GuardedTask][]).map(([task, { metric, rows, earlier, now, difference }]) =>
      translate('charts.origin.difference', {
        ...{ task: taskName(task, kit), metric: translate(`charts.metrics.${metric}`) },
        ...{ now: estimate(now), earlier: estimate(earlier), difference: estimate(difference), rows: count(rows) },
      }),
    ),
  ]
}
