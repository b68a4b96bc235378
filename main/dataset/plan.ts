import { statSync } from 'node:fs'
import { AssayError } from '../base/errors.ts'
import { sniffDates } from './columns.ts'
import type { FormatChanges } from './contract.ts'
import { findField, storedKind } from './fields.ts'
import { changeMapping, columnsOf, missingFields, proposeMapping, resolveColumn } from './mapping.ts'
import { isMissing } from './missing.ts'
import { sampleFile, sampleValues, type FileSample } from './sample.ts'
import { settleByWholeFile } from './wholeFile.ts'
import type { Ambiguity, DateStyle, FileFormat, ImportKind, Mapping, MappingChanges, StoredKind } from './types.ts'

/** Everything that reading a file takes; plain data, so that it travels to a thread and into the project. */
export interface ImportPlan {
  path: string
  name: string
  bytes: number
  /** When the file was last written to, before it was looked at. */
  modifiedMs: number
  kind: StoredKind
  format: FileFormat
  columns: string[]
  mapping: Mapping
  /** Columns of a users file beyond the canonical ones; `numeric` ones are kept as numbers. */
  attributes: { name: string; numeric: boolean }[]
  /** The act of a row that names none: `purchase` for orders, else empty. */
  defaultAct: string
  timezone: string
}

export interface PlanRequest {
  path: string
  kind: ImportKind
  mapping: MappingChanges
  format: FormatChanges
  timezone: string
}

export interface Planned {
  plan: ImportPlan
  sample: FileSample
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
  const sample = await sampleFile(request.path, request.format)
  const columns = sample.columns.map(({ name }) => name)
  const mapping = changeMapping(request.kind, proposeMapping(request.kind, sample), request.mapping, columns)
  const settled = settleFormat(sample, request.kind, mapping, request.format)
  const { path } = request
  const { format, ambiguities } = whole
    ? await settleByWholeFile({ path, bytes: sample.bytes, format: settled.format, columns }, settled.ambiguities)
    : settled
  const kind = storedKind(request.kind)
  const plan: ImportPlan = {
    path,
    name: sample.name,
    bytes: sample.bytes,
    modifiedMs,
    kind,
    format,
    columns,
    mapping,
    attributes: kind === 'users' ? attributesOf(sample, mapping) : [],
    defaultAct: request.kind === 'orders' ? 'purchase' : '',
    timezone: request.timezone,
  }
  return { plan, sample, missing: missingFields(request.kind, mapping), ambiguities }
}

/**
 * Refuses a plan that can't be imported: `dataset.missingColumn`, `dataset.noRows` for a header alone, `dataset.manyMembers` for a
 * ZIP of different tables of which none was chosen.
 */
export function refuseIncomplete({ plan, sample, missing, ambiguities }: Planned): void {
  if (ambiguities.some(({ code }) => code === 'members')) {
    throw new AssayError('dataset.manyMembers', { name: plan.name, found: sample.members.join(', ') })
  }
  if (sample.rows.length === 0 && sample.header) throw new AssayError('dataset.noRows', { name: plan.name })
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
