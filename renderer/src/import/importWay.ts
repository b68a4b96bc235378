import type { FileRef } from '../../../main/base/files.ts'
import type { FormatChanges } from '../../../main/dataset/contract.ts'
import type { ShapeStep } from '../../../main/dataset/shape/steps.ts'
import type { ImportKind, Inspection, Mapping } from '../../../main/dataset/types.ts'

/** How a file of the queue was read, so that its further parts can be read in the same way. */
export interface ImportWay {
  name: string
  header: boolean
  /** The columns of the file itself. */
  columns: string[]
  format: FormatChanges
  kind: ImportKind
  mapping: Mapping
  steps: ShapeStep[]
  lookups: FileRef[]
  known: string[]
}

/**
 * The earlier file of which this one is a further part: it has no header, and as many columns as one that has. The latest such
 * file counts.
 */
export function findWhole(ways: ImportWay[], { header, file }: Pick<Inspection, 'header' | 'file'>): ImportWay | null {
  if (header) return null
  return ways.findLast((way) => way.header && way.columns.length === file.columns.length) ?? null
}
