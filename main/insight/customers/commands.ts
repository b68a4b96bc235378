import type { Handlers } from '../../base/command.ts'
import type { AppContext } from '../../context.ts'
import type { customersContract } from './contract.ts'
import { lookalikesOperation } from './likeOperations.ts'
import {
  combineListsOperation,
  deleteListOperation,
  exportListOperation,
  listOperation,
  listsOperation,
  saveIdsOperation,
  saveListOperation,
} from './listOperations.ts'
import { marginOperation } from './marginOperation.ts'
import { exportPortraitsOperation } from './portraitExport.ts'
import { actsOperation, offersOperation, oneOperation } from './oneOperations.ts'
import { cohortsOperation, overviewOperation, segmentsOperation, valueOperation } from './operations.ts'

export const customersHandlers: Handlers<typeof customersContract, AppContext> = {
  'customers.overview': (input, context) => context.run(overviewOperation, input),
  'customers.value': (input, context) => context.run(valueOperation, input),
  'customers.segments': (input, context) => context.run(segmentsOperation, input),
  'customers.cohorts': (input, context) => context.run(cohortsOperation, input),
  'customers.margin': (input, context) => context.run(marginOperation, input),
  'customers.list': (input, context) => context.run(listOperation, input),
  'customers.exportList'({ target, ...asked }, context) {
    const input = { ...asked, path: context.resolveTarget(target) }
    return context.startJob('customers.exportList', (work) => context.run(exportListOperation, input, work))
  },
  'customers.lookalikes': (input, context) => context.run(lookalikesOperation, input),
  'customers.exportPortraits'({ target, ...asked }, context) {
    const input = { ...asked, path: context.resolveTarget(target) }
    return context.startJob('customers.exportPortraits', (work) => context.run(exportPortraitsOperation, input, work))
  },
  'customers.lists': (_, context) => context.run(listsOperation, null),
  'customers.saveList': (input, context) => context.run(saveListOperation, input),
  'customers.saveIds': ({ file, ...input }, context) =>
    context.run(saveIdsOperation, { ...input, path: file ? context.resolveFile(file) : null }),
  'customers.combineLists': (input, context) => context.run(combineListsOperation, input),
  'customers.deleteList': (input, context) => context.run(deleteListOperation, input),
  'customers.one': (input, context) => context.run(oneOperation, input),
  'customers.offers': (input, context) => context.run(offersOperation, input),
  'customers.acts': (input, context) => context.run(actsOperation, input),
}
