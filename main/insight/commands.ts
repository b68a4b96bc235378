import type { Handlers } from '../base/command.ts'
import type { AppContext } from '../context.ts'
import type { insightContract } from './contract.ts'
import { brandOperation, categoriesOperation, loyaltyOperation, switchingOperation } from './operations.ts'

export const insightHandlers: Handlers<typeof insightContract, AppContext> = {
  'insight.categories': (_, context) => context.run(categoriesOperation, null),
  'insight.loyalty': (input, context) => context.run(loyaltyOperation, input),
  'insight.brand': (input, context) => context.run(brandOperation, input),
  'insight.switching': (input, context) => context.run(switchingOperation, input),
}
