import type { Handlers } from '../base/command.ts'
import type { AppContext } from '../context.ts'
import type { explainContract } from './contract.ts'
import { customerWhyOperation } from './customerWhy.ts'
import { explainRun } from './explainRun.ts'
import { listExplanations } from './store.ts'

export const explainHandlers: Handlers<typeof explainContract, AppContext> = {
  'explain.start': (request, context) =>
    context.startJob('explain.start', (work) => explainRun(context, request, work)),
  'explain.customer': (input, context) => context.run(customerWhyOperation, input),
  'explain.list': ({ runId }, context) => listExplanations(context.project().database, runId),
}
