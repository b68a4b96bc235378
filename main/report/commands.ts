import type { Handlers } from '../base/command.ts'
import type { AppContext } from '../context.ts'
import type { reportContract } from './contract.ts'
import { definitionOf } from './definition.ts'
import { listReports } from './definitionStore.ts'
import { missingNeeds } from './needs.ts'
import { deleteOperation, previewOperation, saveOperation, writeTableOperation } from './operations.ts'
import { refuseTarget } from '../base/replaceFile.ts'
import { holdingsOf } from './store.ts'
import { templateNames } from './templates.ts'
import { writeReport } from './write.ts'

export const reportHandlers: Handlers<typeof reportContract, AppContext> = {
  'report.writeTable'({ table, target }, context) {
    const path = context.resolveTarget(target)
    return context.startJob('report.writeTable', async (work) => {
      await refuseTarget(path)
      return context.run(writeTableOperation, { table, path }, work)
    })
  },
  'report.templates'({ runId }, context) {
    const holdings = holdingsOf(context.project().database, runId)
    return templateNames.map((name) => ({
      name,
      definition: definitionOf({ template: name }),
      missing: missingNeeds(name, holdings),
    }))
  },
  'report.list': (_input, context) => listReports(context.project().database),
  'report.save': (input, context) => context.run(saveOperation, input),
  'report.delete': (input, context) => context.run(deleteOperation, input),
  'report.preview': (input, context) => context.run(previewOperation, input),
  'report.write'({ target, ...choices }, context) {
    const path = context.resolveTarget(target)
    return context.startJob('report.write', (work) => writeReport({ ...choices, path }, context, work))
  },
}
