import type { Handlers } from '../../base/command.ts'
import type { Work } from '../../base/job.ts'
import type { AppContext } from '../../context.ts'
import { findingIdsOperation } from '../profile/profile.ts'
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
import type { RowFilter } from './types.ts'

/** What the findings that a filter names stand for. */
function findingsOf(
  { conditions }: RowFilter,
  asOf: number | null,
  context: AppContext,
  work: Work,
): Promise<FindingIds[]> | FindingIds[] {
  const codes = conditions.flatMap((condition) => (condition.kind === 'finding' ? [condition.finding] : []))
  return codes.length > 0 ? context.run(findingIdsOperation, { codes, asOf }, work) : []
}

export const browseHandlers: Handlers<typeof browseContract, AppContext> = {
  'dataset.rowColumns': () => describeColumns(),
  'dataset.findRows': ({ asOf, ...query }, context) =>
    context.startJob('dataset.findRows', async (work) => {
      const findings = await findingsOf(query.filter, asOf, context, work)
      return context.run(findRowsOperation, { query, asOf, findings }, work)
    }),
  'dataset.rows': ({ offset, limit, asOf, ...query }, context) =>
    context.run(rowsOperation, { query, asOf, offset, limit }),
  'dataset.rowChoices': (input, context) => context.run(rowChoicesOperation, input),
  'dataset.rowDetail': (input, context) => context.run(rowDetailOperation, input),
  'dataset.exportRows'({ columns, format, target, asOf, ...query }, context) {
    const path = context.resolveTarget(target)
    return context.startJob('dataset.exportRows', async (work) => {
      const findings = await findingsOf(query.filter, asOf, context, work)
      return context.run(exportRowsOperation, { query, asOf, findings, columns, format, path }, work)
    })
  },
}
