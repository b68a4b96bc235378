import type { ChartKit } from '../../charts/chart.ts'
import type { OwnTaskId } from '../../features/types.ts'
import { kindOf } from '../../features/types.ts'
import type { RunDetails } from '../../model/types.ts'

/** What the analyst asked: of which acts, and of which days. */
export function ownTaskWords(task: OwnTaskId, { setup }: Pick<RunDetails, 'setup'>, { translate }: ChartKit): string {
  const own = setup.own?.find((asked) => asked.task === task)
  if (!own) throw new Error(`the run does not say what ${task} is`)
  const kind = kindOf(task)
  const counted = kind === 'count' ? [translate(`model.own.counts.${own.counts}`)] : []
  const typeName = (type: string) => {
    const key = `dataset.acts.${type}`
    const name = translate(key)
    return name === key ? type : name
  }
  const named = [own.types.map(typeName), own.categories, own.brands, own.products].filter(({ length }) => length > 0)
  return [
    translate(`model.own.kinds.${kind}`),
    ...counted,
    ...named.map((names) => names.join(', ')),
    translate('model.own.between', { from: own.fromDay, to: own.toDay }),
  ].join(' · ')
}
