import type { Contender, Reached, ReachedMoney, Rival, Target } from '../verdict/types.ts'
import { wordsFor, type ChartKit } from './chart.ts'
import type { ChartTheme } from './theme.ts'

/** In the order in which they are drawn and listed. */
export const drawn: Contender[] = ['assay', 'boosted', 'bgnbd', 'rfmCell', 'totalSpend', 'lastSpend', 'ridge']

export const contenderWords = (kit: ChartKit, name: Contender): string =>
  name === 'assay' || name === 'boosted'
    ? kit.translate(`charts.reached.contenders.${name}`)
    : wordsFor(kit, 'charts.baselines', name)

/** `10%` or `500`, to stand behind a word for the best. */
export function targetWords({ format }: ChartKit, target: Target): string {
  if ('count' in target) return format.count(target.count)
  const isWhole = Math.abs(100 * target.share - Math.round(100 * target.share)) < 1e-6
  return isWhole ? format.wholePercent(target.share) : format.percent(target.share)
}

/** A contender has one colour wherever it is drawn. */
export const contenderColors = (theme: ChartTheme): Record<Contender, string> => ({
  assay: theme.accent,
  boosted: theme.categories[5],
  bgnbd: theme.categories[1],
  rfmCell: theme.categories[2],
  totalSpend: theme.categories[3],
  lastSpend: theme.categories[4],
  ridge: theme.categories[6],
})

/** The figures of one date, or of all dates together. */
export const figuresAt = ({ pooled, dates }: Reached, cutoff: string | null): ReachedMoney | null =>
  cutoff === null ? pooled : (dates.find((date) => date.cutoff === cutoff) ?? null)

/** The other contender whose targets brought most. */
export function bestRival({ reached }: ReachedMoney): Rival {
  const [, ...others] = drawn as [Contender, ...Rival[]]
  return others.reduce((best, name) => ((reached[name].value ?? 0) > (reached[best].value ?? 0) ? name : best))
}
