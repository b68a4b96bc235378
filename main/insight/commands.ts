import type { Handlers } from '../base/command.ts'
import type { AppContext } from '../context.ts'
import type { insightContract } from './contract.ts'
import {
  choicesOperation,
  deleteFilterOperation,
  savedFiltersOperation,
  saveFilterOperation,
} from './filter/operations.ts'
import { brandOperation, categoriesOperation, loyaltyOperation, switchingOperation } from './operations.ts'

export const insightHandlers: Handlers<typeof insightContract, AppContext> = {
  'insight.filterChoices': (input, context) => context.run(choicesOperation, input),
  'insight.filters': (_, context) => context.run(savedFiltersOperation, null),
  'insight.saveFilter': (input, context) => context.run(saveFilterOperation, input),
  'insight.deleteFilter': (input, context) => context.run(deleteFilterOperation, input),
  'insight.categories': (input, context) => context.run(categoriesOperation, input),
  'insight.loyalty': (input, context) => context.run(loyaltyOperation, input),
  'insight.brand': (input, context) => context.run(brandOperation, input),
  'insight.switching': (input, context) => context.run(switchingOperation, input),
}
