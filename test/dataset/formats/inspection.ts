import type { FormatChanges } from '../../../main/dataset/contract.ts'
import { inspectFile } from '../../../main/dataset/inspect.ts'
import type { Inspection } from '../../../main/dataset/types.ts'

/** What is said of a file, every row of it counted. */
export const inspection = (path: string, format: FormatChanges = {}): Promise<Inspection> =>
  inspectFile(path, format, true)
