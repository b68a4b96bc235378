import { basename } from 'node:path'
import type { Calendar } from '../base/calendar.ts'
import { AssayError } from '../base/errors.ts'
import { writeOperation, type OpenProject } from '../storage/operation.ts'
import { countKnown, countRepeatedRows, newActNames, type Known } from './againStore.ts'
import type { FormatChanges } from './contract.ts'
import { importOperation } from './import.ts'
import { sampleFile, type FileSample } from './sample.ts'
import { getSource, listSources } from './store.ts'
import { columnsUsed } from './template/columnsUsed.ts'
import { respell } from './template/fit.ts'
import { signatureOf } from './template/offer.ts'
import { templateOfSource } from './template/remember.ts'
import type { ImportAgainResult, ImportChanges, SourceSummary } from './types.ts'
import { normalise } from './words.ts'

export interface ImportAgainInput {
  path: string
  /** Second files in place of last time's. */
  lookups?: string[]
}

/** Of two files' columns, so many must be in both for one to be next month's of the other. */
const alike = 0.5

/**
 * Imports a file as the latest one of the same columns was: with its kind, what was said of its format, its shape, mapping and
 * known columns. Says what is new. Throws `template.none`, `template.missingColumns`, and what an import throws.
 */
export const importAgainOperation = writeOperation<ImportAgainInput, ImportAgainResult>(
  'dataset.importAgain',
  async (project, { path, lookups }, work) => {
    const found = await findEarlier(listSources(project.database), path)
    if (!found) throw new AssayError('template.none', { name: basename(path) })
    const { earlier, columns } = found
    const template = templateOfSource(earlier)
    const respelt = respell(template.columns, columns)
    const there = new Set(columns.map(normalise))
    const used = columnsUsed(template.columns, template.steps, template.mapping)
    const lacking = used.filter((name) => !there.has(normalise(name)))
    if (lacking.length > 0) {
      throw new AssayError('template.missingColumns', {
        template: earlier.name,
        name: basename(path),
        columns: lacking.join(', '),
      })
    }
    const before = countKnown(project.database)
    const taken = { ...template, steps: [...respelt, ...template.steps] }
    const input = { path, lookups, template: taken, kind: template.kind, mapping: {}, known: [], format: {} }
    const result = await importOperation.run(project, input, work)
    const isNew = result.duplicateOf === null && !result.restored
    return { ...result, changes: isNew ? compare(project, result.sourceId, earlier, columns, before) : null }
  },
)

/** The latest source of the same signature, else the one whose columns are mostly the same; with the file's columns. */
async function findEarlier(
  sources: SourceSummary[],
  path: string,
): Promise<{ earlier: SourceSummary; columns: string[] } | null> {
  let best: { earlier: SourceSummary; columns: string[]; share: number } | null = null
  const look = await createLook(path)
  for (const earlier of sources) {
    const { columns, container } = await look(earlier.reading.said)
    const there = earlier.reading.columns
    if (signatureOf(there, earlier.format.container) === signatureOf(columns, container)) return { earlier, columns }
    const share = shareOfColumns(columns, there)
    if (share >= alike && share > (best?.share ?? 0)) best = { earlier, columns, share }
  }
  return best
}

/** A file's columns under what was said of an earlier one's format; looks once for each different thing said. */
async function createLook(path: string) {
  const plain = columnsOf(await sampleFile(path, {}))
  const looks = new Map([['{}', plain]])
  return async (said: FormatChanges) => {
    const key = JSON.stringify(said)
    const known = looks.get(key)
    if (known) return known
    // A sheet, say, that this file does not have: then it can only be looked at as it is.
    const found = await sampleFile(path, said).then(columnsOf, () => plain)
    looks.set(key, found)
    return found
  }
}

const columnsOf = ({ columns, layout }: FileSample) => ({
  columns: columns.map(({ name }) => name),
  container: layout.container,
})

/** Of all columns that either file has, the share that both have. */
function shareOfColumns(columns: string[], others: string[]): number {
  const here = new Set(columns.map(normalise))
  const common = others.filter((name) => here.has(normalise(name))).length
  return common / (here.size + others.length - common)
}

function compare(
  { database, calendar }: OpenProject,
  sourceId: number,
  earlier: SourceSummary,
  columns: string[],
  before: Known,
): ImportChanges {
  const source = getSource(database, sourceId)
  const after = countKnown(database)
  const there = earlier.reading.columns
  return {
    since: {
      sourceId: earlier.id,
      name: earlier.name,
      rowsKept: earlier.rowsKept,
      firstMs: earlier.firstMs,
      lastMs: earlier.lastMs,
    },
    firstMs: source.firstMs,
    lastMs: source.lastMs,
    daysBetween: daysBetween(source, earlier, calendar),
    newColumns: columns.filter((name) => !there.includes(name)),
    missingColumns: there.filter((name) => !columns.includes(name)),
    newActs: newActNames(database, before.acts),
    newUsers: after.users - before.users,
    newProducts: after.products - before.products,
    newBrands: after.brands - before.brands,
    rowsRepeated: source.kind === 'behaviour' ? countRepeatedRows(database, sourceId) : 0,
  }
}

type Span = Pick<SourceSummary, 'firstMs' | 'lastMs'>

/** Whole days between two spans; below 0 the days that both hold. */
function daysBetween(one: Span, other: Span, calendar: Calendar): number | null {
  const [first, last] = [one, other].sort((a, b) => (a.firstMs ?? 0) - (b.firstMs ?? 0))
  if (first.lastMs === null || last.firstMs === null || last.lastMs === null) return null
  return calendar.dayNumber(last.firstMs) - calendar.dayNumber(Math.min(first.lastMs, last.lastMs)) - 1
}
