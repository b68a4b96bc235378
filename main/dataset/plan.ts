import { statSync } from 'node:fs'
import { AssayError } from '../base/errors.ts'
import type { FormatChanges } from './contract.ts'
import { storedKind } from './fields.ts'
import { changeMapping, columnsOf, missingFields, proposeMapping, resolveColumn } from './mapping.ts'
import type { FileSample } from './sample.ts'
import { settleFormat } from './settleFormat.ts'
import type { Shaping } from './shape/shaping.ts'
import { shapeFile, type ShapeRequest } from './shapedFile.ts'
import type { OfferedTemplate } from './template/offer.ts'
import { settleByWholeFile } from './wholeFile.ts'
import type { Ambiguity, FileFormat, ImportKind, Mapping, MappingChanges, StoredKind } from './types.ts'

/** Everything that reading a file takes; plain data, so that it travels to a thread and into the project. */
export interface ImportPlan {
  path: string
  name: string
  bytes: number
  /** When the file was last written to, before it was looked at. */
  modifiedMs: number
  kind: StoredKind
  format: FileFormat
  /** The columns of the file. */
  fileColumns: string[]
  /** How its records become rows; null where they are the rows. */
  shaping: Shaping | null
  /** The columns of the rows, which the mapping refers to. */
  columns: string[]
  mapping: Mapping
  /** Columns of a users file beyond the canonical ones; `numeric` ones are kept as numbers. */
  attributes: { name: string; numeric: boolean }[]
  /** The act of a row that names none: `purchase` for orders, else empty. */
  defaultAct: string
  timezone: string
}

export interface PlanRequest extends ShapeRequest {
  kind: ImportKind
  mapping: MappingChanges
}

export interface Planned {
  plan: ImportPlan
  /** What the file holds as it stands, and once it is shaped. */
  raw: FileSample
  sample: FileSample
  /** What was taken as the proposal. */
  template: OfferedTemplate | null
  said: FormatChanges
  /** Needed canonical columns that are left out: such a plan must not be imported. */
  missing: string[]
  ambiguities: Ambiguity[]
}

/**
 * Sniffs a file and settles how it is to be read; `whole` reads all of it where the first rows leave something open. Throws what
 * `sampleFile` and `changeMapping` throw.
 */
export async function planImport(request: PlanRequest, whole: boolean): Promise<Planned> {
  const modifiedMs = statSync(request.path, { throwIfNoEntry: false })?.mtimeMs ?? 0
  const { raw, sample, shaping, template, said } = await shapeFile(request, false)
  const columns = sample.columns.map(({ name }) => name)
  const fileColumns = raw.columns.map(({ name }) => name)
  const proposal = template && !request.shape ? template.mapping : proposeMapping(request.kind, sample)
  const mapping = changeMapping(request.kind, proposal, request.mapping, columns)
  const { path } = request
  const settled = keepDates(settleFormat(sample, request.kind, mapping, said), said.dates ? {} : template?.dates)
  const { format, ambiguities } = whole
    ? await settleByWholeFile(
        { path, bytes: sample.bytes, format: settled.format, columns: fileColumns },
        settled.ambiguities,
      )
    : settled
  const kind = storedKind(request.kind)
  const plan: ImportPlan = {
    path,
    name: sample.name,
    bytes: sample.bytes,
    modifiedMs,
    kind,
    format,
    fileColumns,
    shaping,
    columns,
    mapping,
    attributes: kind === 'users' ? attributesOf(sample, mapping) : [],
    defaultAct: request.kind === 'orders' ? 'purchase' : '',
    timezone: request.timezone,
  }
  return { plan, raw, sample, template, said, missing: missingFields(request.kind, mapping), ambiguities }
}

/** Dates that were read before are read the same way again, though this file alone may leave it open. */
export function keepDates(
  { format, ambiguities }: { format: FileFormat; ambiguities: Ambiguity[] },
  dates: OfferedTemplate['dates'] = {},
): { format: FileFormat; ambiguities: Ambiguity[] } {
  const kept = Object.entries(dates).filter(([column]) => format.dates[column])
  const isOpen = ({ code, column }: Ambiguity) => code !== 'dayMonthOrder' || !(column !== null && dates[column])
  return {
    format: { ...format, dates: { ...format.dates, ...Object.fromEntries(kept) } },
    ambiguities: ambiguities.filter(isOpen),
  }
}

/**
 * Refuses a plan that can't be imported: `dataset.missingColumn`, `dataset.noRows` for a header alone, `dataset.manyMembers` for a
 * ZIP of different tables of which none was chosen.
 */
export function refuseIncomplete({ plan, raw, missing, ambiguities }: Planned): void {
  if (ambiguities.some(({ code }) => code === 'members')) {
    throw new AssayError('dataset.manyMembers', { name: plan.name, found: raw.members.join(', ') })
  }
  if (raw.rows.length === 0 && raw.header) throw new AssayError('dataset.noRows', { name: plan.name })
  if (missing.length > 0) {
    const found = plan.columns.join(', ')
    throw new AssayError('dataset.missingColumn', { field: missing.join(', '), kind: plan.kind, found })
  }
}

/** Columns whose undated facts are declared known: canonical names where they are mapped, else as the file calls them. */
export function settleKnown(known: string[], plan: ImportPlan): string[] {
  if (known.includes('all')) return ['all']
  return known.map((name) => {
    if (plan.mapping[name]) return name
    const column = resolveColumn(name, plan.columns)
    const canonical = Object.entries(plan.mapping).find(([, from]) => 'column' in from && from.column === column)
    return canonical ? canonical[0] : column
  })
}

function attributesOf(sample: FileSample, mapping: Mapping): ImportPlan['attributes'] {
  const mapped = new Set(Object.values(mapping).flatMap(columnsOf))
  return sample.columns
    .filter(({ name }) => !mapped.has(name))
    .map(({ name, type }) => ({ name, numeric: type === 'integer' || type === 'number' }))
}
