import { basename } from 'node:path'
import { AssayError } from '../base/errors.ts'
import { writeOperation, type OpenProject } from '../storage/operation.ts'
import { countKnown, countRepeatedRows, newActNames, type Known } from './againStore.ts'
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
    const sample = await sampleFile(path, {})
    const columns = sample.columns.map(({ name }) => name)
    const earlier = findEarlier(listSources(project.database), sample)
    if (!earlier) throw new AssayError('template.none', { name: basename(path), found: columns.join(', ') })
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

/** The latest source of the same signature, else the latest whose columns are mostly the same. */
function findEarlier(sources: SourceSummary[], sample: FileSample): SourceSummary | null {
  const { container } = sample.layout
  const names = sample.columns.map(({ name }) => name)
  const signature = signatureOf(names, container)
  const same = sources.find(({ reading, format }) => signatureOf(reading.columns, format.container) === signature)
  if (same) return same
  const here = new Set(names.map(normalise))
  const scored = sources.map((source) => {
    const there = source.reading.columns.map(normalise)
    const common = there.filter((name) => here.has(name)).length
    return { source, share: common / (here.size + there.length - common) }
  })
  const best = scored.reduce((found, each) => (each.share > (found?.share ?? 0) ? each : found), scored.at(0))
  return best && best.share >= alike ? best.source : null
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
  const [first, last] = [source, earlier].sort((a, b) => (a.firstMs ?? 0) - (b.firstMs ?? 0))
  const daysBetween =
    first.lastMs === null || last.firstMs === null
      ? null
      : calendar.dayNumber(last.firstMs) - calendar.dayNumber(first.lastMs) - 1
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
    daysBetween,
    newColumns: columns.filter((name) => !there.includes(name)),
    missingColumns: there.filter((name) => !columns.includes(name)),
    newActs: newActNames(database, before.acts),
    newUsers: after.users - before.users,
    newProducts: after.products - before.products,
    newBrands: after.brands - before.brands,
    rowsRepeated: source.kind === 'behaviour' ? countRepeatedRows(database, sourceId) : 0,
  }
}
