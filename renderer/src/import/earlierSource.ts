import type { SourceSummary } from '../../../main/dataset/types.ts'
import { normalise } from './normalise.ts'

/** Of all columns that either file has, so many must be in both for one to be next month's of the other. */
const alike = 0.5

/** The earlier import whose columns are mostly those of a file; null where none comes near. */
export function findSimilar(sources: SourceSummary[], columns: string[]): SourceSummary | null {
  const here = new Set(columns.map(normalise))
  const shareOf = ({ reading }: SourceSummary) => {
    const common = reading.columns.filter((name) => here.has(normalise(name))).length
    return common / (here.size + reading.columns.length - common)
  }
  const [best] = sources.map((source) => ({ source, share: shareOf(source) })).sort((a, b) => b.share - a.share)
  return best && best.share >= alike ? best.source : null
}
