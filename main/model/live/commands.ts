import type { Handlers } from '../../base/command.ts'
import type { AppContext } from '../../context.ts'
import type { liveContract } from './contract.ts'
import { scoreRecordOperation } from './operations.ts'

export const liveHandlers: Handlers<typeof liveContract, AppContext> = {
  'model.scoreRecord': (input, context) => context.run(scoreRecordOperation, input),
}
