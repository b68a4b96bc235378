import type { Handlers } from '../../base/command.ts'
import type { AppContext } from '../../context.ts'
import type { socialContract } from './contract.ts'
import { socialCommunitiesOperation, socialInfluenceOperation, socialNetworkOperation } from './operations.ts'

export const socialHandlers: Handlers<typeof socialContract, AppContext> = {
  'social.network': (question, context) => context.run(socialNetworkOperation, question),
  'social.communities': (question, context) =>
    context.startJob('social.communities', (work) => context.run(socialCommunitiesOperation, question, work)),
  'social.influence': (question, context) =>
    context.startJob('social.influence', (work) => context.run(socialInfluenceOperation, question, work)),
}
