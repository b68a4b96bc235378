import type { Handlers } from '../../base/command.ts'
import type { AppContext } from '../../context.ts'
import type { loyaltyContract } from './contract.ts'
import { budgetOperation } from './budgetOperation.ts'
import {
  atRiskOperation,
  campaignsOperation,
  exportAtRiskOperation,
  ladderFlowOperation,
  promotionOperation,
} from './operations.ts'

export const loyaltyHandlers: Handlers<typeof loyaltyContract, AppContext> = {
  'insight.ladderFlow': (input, context) => context.run(ladderFlowOperation, input),
  'insight.atRisk': (input, context) => context.run(atRiskOperation, input),
  'insight.exportAtRisk'({ target, ...question }, context) {
    const input = { ...question, path: context.resolveTarget(target) }
    return context.startJob('insight.exportAtRisk', (work) => context.run(exportAtRiskOperation, input, work))
  },
  'insight.campaigns': (input, context) => context.run(campaignsOperation, input),
  'insight.promotion': (input, context) => context.run(promotionOperation, input),
  'insight.budget': (input, context) => context.run(budgetOperation, input),
}
