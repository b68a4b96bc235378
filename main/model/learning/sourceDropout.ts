import type { Random } from '../../base/random.ts'
import { inputGroups, type FeatureSpec, type InputGroup, type SourceKind } from '../../features/types.ts'
import type { Batch } from '../network/network.ts'

/** By group, which export each column comes from. */
export type ColumnSources = Record<InputGroup, SourceKind[]>

export function sourcesOf(specs: FeatureSpec[]): ColumnSources {
  const of = (group: InputGroup) => specs.filter((spec) => spec.group === group).map((spec) => spec.source)
  return { behaviour: of('behaviour'), product: of('product'), social: of('social') }
}

/** What can be missing: without behaviour there is nothing to tell. */
const droppable: SourceKind[] = ['products', 'users', 'social', 'campaigns']

/**
 * Leaves whole sources out of single rows, each with the probability `rate`, so that the network gets used to shops that do
 * not have them, and what a source is worth can be asked of one network. A left-out column stands at its mean, 0. Changes
 * the batch in place.
 */
export function dropSources(batch: Batch, sources: ColumnSources, rate: number, random: Random): void {
  const rows = Object.values(batch.rows).reduce((sum, count) => sum + count, 0)
  for (let row = 0; row < rows; row++) {
    for (const source of droppable) if (random.uniform() < rate) leaveOut(batch, sources, row, source)
  }
}

/** A row of a batch without one of its sources. */
export function leaveOut(batch: Batch, sources: ColumnSources, row: number, source: SourceKind): void {
  for (const group of inputGroups) {
    const width = sources[group].length
    for (let i = 0; i < width; i++) if (sources[group][i] === source) batch.inputs[group][row * width + i] = 0
  }
  if (source === 'social') batch.present.social[row] = 0
  if (source !== 'products') return
  batch.codes.category[row] = 0
  batch.codes.brand[row] = 0
}
