import type { Work } from '../../base/job.ts'
import type { AppContext } from '../../context.ts'
import type { EngineChoice } from '../../engine/types.ts'
import { exportOperation, type ExportInput, type WrittenExport } from './operations.ts'

export interface ExportRequest extends Omit<ExportInput, 'small'> {
  small: boolean
  engine: EngineChoice
}

/** Writes a run's model for use outside. */
export async function exportRun(context: AppContext, request: ExportRequest, work: Work): Promise<WrittenExport> {
  const { engine: _, ...choices } = request
  return context.run(exportOperation, { ...choices, small: null }, work)
}
