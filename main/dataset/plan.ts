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

/** The sniffed format, with the dates of every column that `mapping` reads as times; what is said is taken as said. */
export function settleFormat(
  sample: FileSample,
  kind: ImportKind,
  mapping: Mapping,
  said: FormatChanges,
): { format: FileFormat; ambiguities: Ambiguity[] } {
  const dates: Record<string, DateStyle> = {}
  const ambiguities = [...sample.ambiguities]
  for (const [name, source] of Object.entries(mapping)) {
    if (findField(kind, name)?.type !== 'time') continue
    const column = 'column' in source ? source.column : name
    const sniffed = sniffDates('column' in source ? sampleValues(sample, column) : [source.constant])
    const style = said.dates ?? sniffed?.style ?? 'iso'
    dates[column] = style
    if (sniffed?.ambiguous && !said.dates) ambiguities.push({ code: 'dayMonthOrder', column, chosen: style })
    if (style === 'dayNumber' && !said.dayOne) ambiguities.push({ code: 'dayOrigin', column, chosen: defaultDayOne })
  }
  const ids = idColumns(kind, mapping)
  for (const column of ids) {
    const rounded = sampleValues(sample, column).find((id) => /^\d[.,]\d+E\+\d+$/i.test(id))
    if (rounded !== undefined) ambiguities.push({ code: 'roundedIds', column, chosen: rounded })
  }
  const format: FileFormat = {
    ...sample.layout,
    decimal: sample.decimal,
    dates,
    dayOne: said.dayOne ?? defaultDayOne,
    earliestYear: said.earliestYear ?? 1980,
    latestYear: said.latestYear ?? new Date().getUTCFullYear() + 10,
    foldCase: said.foldCase ?? false,
    decimalIds: ids.filter((column) => areDecimals(sampleValues(sample, column))),
    cancelledOrders: marksCancelledOrders(sample, mapping),
  }
  return { format, ambiguities }
}

/** Where a file counts days and nobody says from when. */
const defaultDayOne = '2000-01-01'

function idColumns(kind: ImportKind, mapping: Mapping): string[] {
  const ids = ['order_id', 'session_id']
  return Object.entries(mapping).flatMap(([name, source]) =>
    'column' in source && (findField(kind, name)?.type === 'id' || ids.includes(name)) ? [source.column] : [],
  )
}

/** Whether ids went through a column of decimals, where some were missing: 17850.0. */
function areDecimals(values: string[]): boolean {
  const present = values.filter((value) => !isMissing(value, 0, value.length))
  return present.length > 0 && present.every((value) => /^\d+\.0+$/.test(value))
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

/** As in the UCI Online Retail export: invoice 536379 is an order, C536379 a cancelled one. */
function marksCancelledOrders(sample: FileSample, mapping: Mapping): boolean {
  const source = mapping.order_id
  if (!source || !('column' in source)) return false
  const ids = sampleValues(sample, source.column).filter((id) => id !== '')
  return ids.length > 0 && ids.filter((id) => /^\d+$/.test(id)).length > ids.length / 2
}

function attributesOf(sample: FileSample, mapping: Mapping): ImportPlan['attributes'] {
  const mapped = new Set(Object.values(mapping).flatMap(columnsOf))
  return sample.columns
    .filter(({ name }) => !mapped.has(name))
    .map(({ name, type }) => ({ name, numeric: type === 'integer' || type === 'number' }))
}
