import type { Handlers } from '../base/command.ts'
import type { AppContext } from '../context.ts'
import {
  countOwnTaskOperation,
  deleteOwnTaskOperation,
  planOperation,
  putOwnTaskOperation,
} from '../features/operations.ts'
import { listOwnTasks, readFilterNames } from '../features/own/ownTaskStore.ts'
import type { modelContract } from './contract.ts'
import {
  deleteRunOperation,
  exportPredictionsOperation,
  exportScoresOperation,
  saveTowersOperation,
} from './operations.ts'
import { scorePage } from './scoreStore.ts'
import { summariseTowers } from './towerStore.ts'
import { describeRun, summariseRuns } from './summary.ts'
import { trainRun } from './trainRun.ts'

export const modelHandlers: Handlers<typeof modelContract, AppContext> = {
  'model.plan': ({ setup }, context) => context.run(planOperation, setup),
  'model.ownTasks'(_, context) {
    const { database } = context.project()
    return { tasks: listOwnTasks(database), names: readFilterNames(database) }
  },
  'model.saveOwnTask': ({ own }, context) => context.run(putOwnTaskOperation, own),
  async 'model.deleteOwnTask'({ ownTaskId }, context) {
    await context.run(deleteOwnTaskOperation, { ownTaskId })
    return null
  },
  'model.countOwnTask': (input, context) => context.run(countOwnTaskOperation, input),
  'model.train'({ towers, ...request }, context) {
    const towersPath = towers && context.resolveFile(towers)
    return context.startJob('model.train', (work) => trainRun(context, { ...request, towersPath }, work))
  },
  'model.runs': (_, context) => summariseRuns(context.project()),
  'model.run': ({ runId }, context) => describeRun(context.project(), runId),
  async 'model.deleteRun'({ runId }, context) {
    await context.run(deleteRunOperation, { runId })
    return null
  },
  'model.towers': ({ runId }, context) => summariseTowers(context.project().database, runId),
  'model.users': (query, context) => scorePage(context.project().database, 'users', query),
  'model.products': (query, context) => scorePage(context.project().database, 'products', query),
  'model.pairs': (query, context) => scorePage(context.project().database, 'loyalty', query),
  'model.cold': (query, context) => scorePage(context.project().database, 'cold', query),
  'model.launches': (query, context) => scorePage(context.project().database, 'launches', query),
  'model.conquest': (query, context) => scorePage(context.project().database, 'conquest', query),
  'model.exportScores'({ runId, entity, target }, context) {
    const input = { runId, entity, path: context.resolveTarget(target) }
    return context.startJob('model.exportScores', (work) => context.run(exportScoresOperation, input, work))
  },
  'model.saveTowers'({ runId, target }, context) {
    const input = { runId, path: context.resolveTarget(target) }
    return context.startJob('model.saveTowers', (work) => context.run(saveTowersOperation, input, work))
  },
  'model.exportPredictions'({ runId, target }, context) {
    const input = { runId, path: context.resolveTarget(target) }
    return context.startJob('model.exportPredictions', (work) => context.run(exportPredictionsOperation, input, work))
  },
}
