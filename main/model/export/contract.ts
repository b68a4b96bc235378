import { z } from 'zod'
import { command } from '../../base/command.ts'
import { fileTarget } from '../../base/files.ts'
import { engineInput } from '../contract.ts'

export const exportContract = {
  /** Writes the model that scores, with what it takes to score outside: a folder, or a ZIP where the target ends so. */
  'model.export': command<{ jobId: string }>()(
    z.object({
      runId: z.int(),
      target: fileTarget,
      /** Instead of the whole model one small network that learned from it, in 8 bits. */
      small: z.boolean().default(false),
      /** Of the README. */
      language: z.enum(['en', 'zh-CN']).default('en'),
      /** What the small network learns on. */
      engine: engineInput.default('auto'),
    }),
  ),
  /** Writes the features of every row as of the end of the data, as records for an exported model: JSON, one a line. */
  'model.exportRecords': command<{ jobId: string }>()(
    z.object({ runId: z.int(), entity: z.enum(['users', 'products', 'loyalty']), target: fileTarget }),
  ),
}
