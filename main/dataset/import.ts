import type { Database } from 'better-sqlite3'
import type { Work } from '../base/job.ts'
import { record } from '../storage/history.ts'
import { writeOperation, type OpenProject } from '../storage/operation.ts'
import { dictionaries, type Batch } from './batch.ts'
import { hashFile } from './bytes.ts'
import type { FormatChanges } from './contract.ts'
import { transactionWithoutChecks } from './foreignKeys.ts'
import { createInserter } from './rowStore.ts'
import { parseAside } from './parseAside.ts'
import { planImport, refuseIncomplete, settleKnown, type ImportPlan } from './plan.ts'
import { beginSource, createKeyMaker, finishSource, getSource, insertRejects, sourcesOfSize } from './store.ts'
import type { ImportKind, ImportResult, MappingChanges } from './types.ts'

export interface ImportInput {
  path: string
  kind: ImportKind
  mapping: MappingChanges
  known: string[]
  format: FormatChanges
}

/**
 * Imports one file: parsed and typed on a thread of its own, stored here, in one transaction. Killed, cancelled or failed
 * half-way, the project is as it was. A file that was imported before as the same kind adds nothing.
 */
export const importOperation = writeOperation<ImportInput, ImportResult>(
  'dataset.import',
  async (project, input, work) => {
    const startedAt = performance.now()
    const secondsSoFar = () => (performance.now() - startedAt) / 1000
    const planned = await planImport({ ...input, timezone: project.settings.timezone })
    refuseIncomplete(planned)
    const { plan, ambiguities } = planned
    const known = settleKnown(input.known, plan)
    const earlier = await findSameFile(project.database, plan)
    if (earlier !== null) return asDuplicate(project.database, earlier, secondsSoFar())
    return transactionWithoutChecks(project.database, async () => {
      const { sourceId, summary } = await store(project, plan, known, work)
      const { rowsRead, rowsKept, rejectCounts } = summary
      const rowsRejected = rowsRead - rowsKept
      finishSource(project.database, sourceId, summary, secondsSoFar())
      record(project.database, 'import', plan.name, { sourceId, kind: plan.kind, rowsKept, rowsRejected })
      return {
        sourceId,
        kind: plan.kind,
        rowsRead,
        rowsKept,
        rowsRejected,
        rowsDuplicate: 0,
        rejects: rejectCounts,
        duplicateOf: null,
        ambiguities,
        seconds: secondsSoFar(),
      }
    })
  },
)

async function store({ database }: OpenProject, plan: ImportPlan, known: string[], work: Work) {
  const sourceId = beginSource(database, plan, known)
  const { keys, add } = createKeyMaker(database)
  const insert = createInserter(database, sourceId, keys)
  const summary = await parseAside(plan, (batch: Batch) => {
    work.checkpoint()
    for (const name of dictionaries) add(name, batch.newTexts[name] ?? [])
    insert(batch)
    insertRejects(database, sourceId, batch.rejects)
    work.progress('import', batch.bytesRead, plan.bytes)
  })
  work.checkpoint()
  return { sourceId, summary }
}

/** The earlier source with the same bytes and kind; only a file of the same size is worth hashing beforehand. */
async function findSameFile(database: Database, plan: ImportPlan): Promise<number | null> {
  const candidates = sourcesOfSize(database, plan.kind, plan.bytes)
  if (candidates.length === 0) return null
  const sha256 = await hashFile(plan.path)
  return candidates.find((candidate) => candidate.sha256 === sha256)?.id ?? null
}

function asDuplicate(database: Database, sourceId: number, seconds: number): ImportResult {
  const { kind, rowsRead } = getSource(database, sourceId)
  return {
    sourceId,
    kind,
    rowsRead,
    rowsKept: 0,
    rowsRejected: 0,
    rowsDuplicate: rowsRead,
    rejects: {},
    duplicateOf: sourceId,
    ambiguities: [],
    seconds,
  }
}
