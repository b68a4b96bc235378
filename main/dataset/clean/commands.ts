import type { Handlers } from '../../base/command.ts'
import type { AppContext } from '../../context.ts'
import type { cleanContract } from './contract.ts'
import { applyRulesOperation, listRules, previewRulesOperation } from './rules.ts'

export const cleanHandlers: Handlers<typeof cleanContract, AppContext> = {
  'clean.rules': (_, context) => listRules(context.project().database),
  'clean.preview': ({ rules }, context) =>
    context.startJob('clean.preview', (work) => context.run(previewRulesOperation, rules, work)),
  'clean.apply': ({ rules }, context) =>
    context.startJob('clean.apply', (work) => context.run(applyRulesOperation, rules, work)),
}
