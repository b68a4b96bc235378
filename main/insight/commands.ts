import type { Handlers } from '../base/command.ts'
import type { AppContext } from '../context.ts'
import type { insightContract } from './contract.ts'
import { brandOperation, categoriesOperation, loyaltyOperation, switchingOperation } from './operations.ts'

export const insightHandlers: Handlers<typeof insightContract, AppContext> = {
  'insight.categories': (input, context) => context.run(categoriesOperation, input),
  'insight.loyalty': (input, context) => context.run(loyaltyOperation, input),
  'insight.brand': (input, context) => context.run(brandOperation, input),
  'insight.switching': (input, context) => context.run(switchingOperation, input),
}
