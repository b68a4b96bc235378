import { z } from 'zod'
import { command } from '../base/command.ts'
import { fileTarget } from '../base/files.ts'

export const reportContract = {
  /** Writes one self-contained HTML file about a run: data, models with baselines, findings, limits, lineage. */
  'report.write': command<{ jobId: string }>()(
    z.object({
      runId: z.int(),
      target: fileTarget,
      language: z.enum(['en', 'zh-CN']).default('en'),
      title: z.string().max(200).default(''),
    }),
  ),
}
