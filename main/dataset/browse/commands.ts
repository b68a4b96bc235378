import type { Handlers } from '../../base/command.ts'
import type { AppContext } from '../../context.ts'
import type { FindingIds } from './conditions.ts'
import type { browseContract } from './contract.ts'
import {
  exportRowsOperation,
  findRowsOperation,
  rowChoicesOperation,
  rowDetailOperation,
  rowsOperation,
} from './operations.ts'
import { describeColumns } from './tables.ts'

const findings: FindingIds[] = []

export const browseHandlers: Handlers<typeof browseContract, AppContext> = {
  'dataset.rowColumns': () => describeColumns(),
  'dataset.findRows': (query, context) =>
    context.startJob('dataset.findRows', (work) => context.run(findRowsOperation, { query, findings }, work)),
  'dataset.rows': ({ offset, limit, ...query }, context) => context.run(rowsOperation, { query, offset, limit }),
  'dataset.rowChoices': (input, context) => context.run(rowChoicesOperation, input),
  'dataset.rowDetail': (input, context) => context.run(rowDetailOperation, input),
  'dataset.exportRows'({ columns, target, ...query }, context) {
    const path = context.resolveTarget(target)
    return context.startJob('dataset.exportRows', (work) =>
      context.run(exportRowsOperation, { query, findings, columns, path }, work),
    )
  },
}
