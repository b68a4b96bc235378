import { z } from 'zod'
import { command } from '../base/command.ts'
import { fileTarget } from '../base/files.ts'
import { asOf } from '../storage/contract.ts'

export const reportContract = {
  /** Writes one self-contained HTML file about a run: data, models with baselines, findings, limits, lineage. */
  'report.write': command<{ jobId: string }>()(
    z.object({
      runId: z.int(),
      target: fileTarget,
      language: z.enum(['en', 'zh-CN']).default('en'),
      title: z.string().max(200).default(''),
      /** The state that data and brands are shown in; what a run learned and predicts is its own in any. */
      asOf,
    }),
  ),
}
