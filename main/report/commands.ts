import type { Handlers } from '../base/command.ts'
import type { AppContext } from '../context.ts'
import type { reportContract } from './contract.ts'
import { reportOperation } from './operations.ts'

export const reportHandlers: Handlers<typeof reportContract, AppContext> = {
  'report.write'({ target, ...choices }, context) {
    const path = context.resolveTarget(target)
    return context.startJob('report.write', (work) => context.run(reportOperation, { ...choices, path }, work))
  },
}
