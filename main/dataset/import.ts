import type { Database } from 'better-sqlite3'
import type { Work } from '../base/job.ts'
import { dropActIndexFor } from '../storage/actIndex.ts'
import { writeOperation, type OpenProject } from '../storage/operation.ts'
import { standingState } from '../storage/state.ts'
import { currentPosition, stepAt } from '../storage/steps.ts'
import type { HistoryDetails } from '../storage/types.ts'
import { dictionaries, type Batch } from './batch.ts'
import { hashFile } from './bytes.ts'
import { changeData, changeDataLater } from './clean/change.ts'
import { transactionWithoutChecks } from './foreignKeys.ts'
import { createInserter } from './rowStore.ts'
import { parseAside } from './parseAside.ts'
import { planImport, refuseIncomplete, settleKnown, type ImportPlan, type Planned } from './plan.ts'
import {
  beginSource,
  countRejects,
  createKeyMaker,
  finishSource,
  getImported,
  insertRejects,
  sourcesOfSize,
  type Twin,
} from './store.ts'
import type { SourceReading } from './shape/shaping.ts'
import type { ShapeRequest } from './shapedFile.ts'
import { isImportOf, redoStep } from './undo.ts'
import type { FileFormat, ImportKind, ImportResult, MappingChanges } from './types.ts'

export interface ImportInput extends Omit<ShapeRequest, 'timezone'> {
  kind: ImportKind
  mapping: MappingChanges
  /** What is said replaces what a template says. */
  known: string[]
  /** More files follow: cleaning rules are left to `dataset.settle`, and till then the rows are out of sight. */
  rulesLater?: boolean
}

/**
 * Imports one file: parsed and typed on a thread of its own, stored here, in one transaction. Killed, cancelled or failed
 * half-way, the project is as it was. A file that was imported before as the same kind adds nothing; one that was taken back
 * and is read in the same way is brought back into force.
 */
export const importOperation = writeOperation<ImportInput, ImportResult>(
  'dataset.import',
  async (project, input, work) => {
    const startedAt = performance.now()
    const secondsSoFar = () => (performance.now() - startedAt) / 1000
    const planned = await planImport({ ...input, timezone: project.settings.timezone }, true)
    refuseIncomplete(planned)
    const { plan, ambiguities, template } = planned
    const known = settleKnown(input.known.length > 0 ? input.known : (template?.known ?? []), plan)
    const [same] = await findSameFile(project.database, plan, known)
    const isHere = same && (same.inForce || standingState(project.database).sources.includes(same.id))
    if (isHere) return asDuplicate(project.database, same.id, secondsSoFar())
    if (same) return bringBack(project.database, same.id, ambiguities, secondsSoFar, work)
    return transactionWithoutChecks(project.database, async () => {
      const { sourceId, summary } = await store(project, planned, known, readingOf(input.kind, planned), work)
      const { recordsRead, rowsRead, rowsKept, cellsSkipped, rejectCounts, oddities } = summary
      const rowsRejected = rowsRead - rowsKept
      finishSource(project.database, sourceId, summary, secondsSoFar())
      const details = { sourceId, kind: plan.kind, rowsKept, rowsRejected }
      putInForce(project.database, { sourceId, name: plan.name, later: input.rulesLater }, details, work)
      return {
        sourceId,
        kind: plan.kind,
        recordsRead,
        rowsRead,
        rowsKept,
        rowsRejected,
        rowsDuplicate: 0,
        cellsSkipped,
        template: template?.ref ?? null,
        rejects: rejectCounts,
        oddities,
        duplicateOf: null,
        restored: false,
        ambiguities,
        seconds: secondsSoFar(),
      }
    })
  },
)

const readingOf = (kind: ImportKind, { plan, template, said }: Planned): SourceReading => ({
  kind,
  said,
  columns: plan.fileColumns,
  shaping: plan.shaping,
  template: template?.ref ?? null,
  recordsRead: 0,
  cellsSkipped: 0,
})

async function store(
  { database }: OpenProject,
  { plan }: Planned,
  known: string[],
  reading: SourceReading,
  work: Work,
) {
  if (plan.kind === 'behaviour') dropActIndexFor(database, plan.bytes)
  const sourceId = beginSource(database, plan, known, reading)
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

function putInForce(
  database: Database,
  { sourceId, name, later = false }: { sourceId: number; name: string; later?: boolean },
  details: HistoryDetails,
  work: Work,
): void {
  const deed = { action: 'import', subject: name, details }
  const change = later ? changeDataLater : changeData
  change(database, deed, (state) => ({ ...state, sources: [...state.sources, sourceId] }), work)
}

/**
 * Earlier sources with the same bytes and kind: those in force however the same part of them was read, those out of force where they were
 * read as this one would be. Only a file of the same size is worth hashing beforehand.
 */
async function findSameFile(database: Database, plan: ImportPlan, known: string[]): Promise<Twin[]> {
  const candidates = sourcesOfSize(database, plan.kind, plan.bytes)
  if (candidates.length === 0) return []
  const sha256 = await hashFile(plan.path)
  const reading = [plan.format, plan.mapping, known, plan.shaping].map((part) => JSON.stringify(part))
  const isReadAlike = ({ format, mapping, known, shaping }: Twin) =>
    [format, mapping, known, shaping].every((part, i) => part === reading[i])
  const holdsPart = (twin: Twin) => isWithin(plan.format, JSON.parse(twin.format) as FileFormat)
  return candidates.filter((twin) => twin.sha256 === sha256 && (twin.inForce ? holdsPart(twin) : isReadAlike(twin)))
}

/** Whether what is read of a file was read of it before: other sheets, or other members of a ZIP, hold other rows. */
function isWithin(here: FileFormat, before: FileFormat): boolean {
  const sheetsOf = ({ sheet, moreSheets }: Pick<FileFormat, 'sheet'> & Partial<FileFormat>) => [
    sheet,
    ...(moreSheets ?? []),
  ]
  const sheets = sheetsOf(before)
  return (
    here.members.every((member) => before.members.includes(member)) &&
    sheetsOf(here).every((each) => sheets.includes(each))
  )
}

/** A redo where the import is what was undone last; else a step of its own. */
function bringBack(
  database: Database,
  sourceId: number,
  ambiguities: ImportResult['ambiguities'],
  secondsSoFar: () => number,
  work: Work,
): ImportResult {
  const { name, kind, reading, rowsRead, rowsKept, rowsRejected } = getImported(database, sourceId)
  database.transaction(() => {
    if (isImportOf(stepAt(database, currentPosition(database) + 1), sourceId)) redoStep(database, work)
    else putInForce(database, { sourceId, name }, { sourceId, kind, rowsKept, rowsRejected }, work)
  })()
  return {
    sourceId,
    kind,
    recordsRead: reading.recordsRead,
    rowsRead,
    rowsKept,
    rowsRejected,
    rowsDuplicate: 0,
    cellsSkipped: reading.cellsSkipped,
    template: reading.template,
    rejects: countRejects(database, sourceId),
    oddities: reading.oddities ?? {},
    duplicateOf: null,
    restored: true,
    ambiguities,
    seconds: secondsSoFar(),
  }
}

function asDuplicate(database: Database, sourceId: number, seconds: number): ImportResult {
  const { kind, reading, rowsRead } = getImported(database, sourceId)
  return {
    sourceId,
    kind,
    recordsRead: reading.recordsRead,
    rowsRead,
    rowsKept: 0,
    rowsRejected: 0,
    rowsDuplicate: rowsRead,
    cellsSkipped: reading.cellsSkipped,
    template: reading.template,
    rejects: {},
    oddities: {},
    duplicateOf: sourceId,
    restored: false,
    ambiguities: [],
    seconds,
  }
}
