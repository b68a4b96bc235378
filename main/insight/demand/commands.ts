import type { Handlers } from '../../base/command.ts'
import type { AppContext } from '../../context.ts'
import type { demandContract } from './contract.ts'
import { demandOperation } from './operations.ts'

export const demandHandlers: Handlers<typeof demandContract, AppContext> = {
  'insight.demand': (question, context) => context.run(demandOperation, question),
}
