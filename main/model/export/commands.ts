import type { Handlers } from '../../base/command.ts'
import type { AppContext } from '../../context.ts'
import type { exportContract } from './contract.ts'
import { exportRun } from './exportRun.ts'
import { exportRecordsOperation } from './recordsOperation.ts'

export const exportHandlers: Handlers<typeof exportContract, AppContext> = {
  'model.export'({ target, ...choices }, context) {
    const path = context.resolveTarget(target)
    return context.startJob('model.export', (work) => exportRun(context, { ...choices, path }, work))
  },
  'model.exportRecords'({ target, ...choices }, context) {
    const path = context.resolveTarget(target)
    return context.startJob('model.exportRecords', (work) =>
      context.run(exportRecordsOperation, { ...choices, path }, work),
    )
  },
}
