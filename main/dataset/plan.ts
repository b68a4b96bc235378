import { AssayError } from '../base/errors.ts'
import { sniffDates } from './columns.ts'
import type { FormatChanges } from './contract.ts'
import { findField, storedKind } from './fields.ts'
import { changeMapping, missingFields, proposeMapping, resolveColumn } from './mapping.ts'
import { sampleFile, sampleValues, type FileSample } from './sample.ts'
import type { Ambiguity, DateStyle, FileFormat, ImportKind, Mapping, MappingChanges, StoredKind } from './types.ts'

/** Everything that reading a file takes; plain data, so that it travels to a thread and into the project. */
export interface ImportPlan {
  path: string
  name: string
  bytes: number
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

/** Sniffs a file and settles how it is to be read. Throws what `sampleFile` and `changeMapping` throw. */
export async function planImport(request: PlanRequest): Promise<Planned> {
  const sample = await sampleFile(request.path, request.format)
  const columns = sample.columns.map(({ name }) => name)
  const mapping = changeMapping(request.kind, proposeMapping(request.kind, sample), request.mapping, columns)
  const { format, ambiguities } = settleFormat(sample, request.kind, mapping, request.format.dates)
  const kind = storedKind(request.kind)
  const plan: ImportPlan = {
    path: request.path,
    name: sample.name,
    bytes: sample.bytes,
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

/** Refuses a plan that can't be imported: `dataset.missingColumn`, or `dataset.noRows` for a header alone. */
export function refuseIncomplete({ plan, sample, missing }: Planned): void {
  if (sample.rows.length === 0 && sample.header) throw new AssayError('dataset.noRows', { name: plan.name })
  if (missing.length > 0) {
    const found = plan.columns.join(', ')
    throw new AssayError('dataset.missingColumn', { field: missing.join(', '), kind: plan.kind, found })
  }
}

/** The sniffed format, with the dates of every column that `mapping` reads as times. */
export function settleFormat(
  sample: FileSample,
  kind: ImportKind,
  mapping: Mapping,
  saidDates: DateStyle | undefined,
): { format: FileFormat; ambiguities: Ambiguity[] } {
  const dates: Record<string, DateStyle> = {}
  const ambiguities = [...sample.ambiguities]
  for (const [name, source] of Object.entries(mapping)) {
    if (findField(kind, name)?.type !== 'time') continue
    const column = 'column' in source ? source.column : name
    const sniffed = sniffDates('column' in source ? sampleValues(sample, column) : [source.constant])
    dates[column] = saidDates ?? sniffed?.style ?? 'iso'
    if (sniffed?.ambiguous && !saidDates) ambiguities.push({ code: 'dayMonthOrder', column, chosen: sniffed.style })
  }
  const format: FileFormat = {
    encoding: sample.encoding,
    compression: sample.compression,
    ...sample.dialect,
    quote: sample.dialect.quote === '"' ? '"' : '',
    header: sample.header,
    decimal: sample.decimal,
    dates,
    cancelledOrders: marksCancelledOrders(sample, mapping),
  }
  return { format, ambiguities }
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
  const mapped = new Set(Object.values(mapping).map((source) => ('column' in source ? source.column : '')))
  return sample.columns
    .filter(({ name }) => !mapped.has(name))
    .map(({ name, type }) => ({ name, numeric: type === 'integer' || type === 'number' }))
}
