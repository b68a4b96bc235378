import type { ShapeSample } from './proposal.ts'
import type { ShapeProposal } from './shaping.ts'
import { proposeGroups } from './proposeGroups.ts'
import { proposeItemList } from './proposeItems.ts'
import { proposeUnpivot } from './proposeWide.ts'

/** Months or brands side by side, numbered item columns, item lists in a cell; null for a file that needs no shaping. */
export function proposeShape(sample: ShapeSample): ShapeProposal | null {
  return proposeGroups(sample) ?? proposeUnpivot(sample) ?? proposeItemList(sample)
}
