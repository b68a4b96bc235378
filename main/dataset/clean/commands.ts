import type { Handlers } from '../../base/command.ts'
import type { AppContext } from '../../context.ts'
import type { cleanContract } from './contract.ts'
import { compactOperation } from './compact.ts'
import { reachableStates, spareSources } from './compactStore.ts'
import { listDeclined } from './declinedStore.ts'
import { declineOperation } from './declining.ts'
import { mergeOperation, suggestMergesOperation, unmergeOperation } from './merging.ts'
import { listMerges } from './mergeStore.ts'
import { applyRulesOperation, listRules, previewRulesOperation } from './rules.ts'

export const cleanHandlers: Handlers<typeof cleanContract, AppContext> = {
  'project.spare'({ forgetSteps }, context) {
    const { database } = context.project()
    return spareSources(database, reachableStates(database, forgetSteps))
  },
  'project.compact': (input, context) =>
    context.startJob('project.compact', (work) => context.run(compactOperation, input, work)),
  'clean.rules': (_, context) => listRules(context.project().database),
  'clean.preview': ({ rules }, context) =>
    context.startJob('clean.preview', (work) => context.run(previewRulesOperation, rules, work)),
  'clean.apply': ({ rules }, context) =>
    context.startJob('clean.apply', (work) => context.run(applyRulesOperation, rules, work)),
  'clean.merges': (_, context) => listMerges(context.project().database),
  'clean.suggestMerges': ({ entity }, context) =>
    context.startJob('clean.suggestMerges', (work) => context.run(suggestMergesOperation, entity, work)),
  'clean.merge': ({ merges }, context) =>
    context.startJob('clean.merge', (work) => context.run(mergeOperation, merges, work)),
  'clean.declined': (_, context) => listDeclined(context.project().database),
  'clean.decline': (input, context) => context.run(declineOperation, input),
  'clean.unmerge': ({ merges }, context) =>
    context.startJob('clean.unmerge', (work) => context.run(unmergeOperation, merges, work)),
}
