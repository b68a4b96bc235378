import { AssayError } from '../base/errors.ts'
import { areClocks, findClock } from './clock.ts'
import { mostlyNumbers, sniffDates } from './columns.ts'
import { fieldsOfKind, findField } from './fields.ts'
import { sampleValues, type FileSample } from './sample.ts'
import type { Field, FieldSource, FileColumn, ImportKind, Mapping, MappingChanges } from './types.ts'
import { addByContent, addReview, areActs, areOrderStates, mendAmount } from './mappingByContent.ts'
import { lateNamesOf, normalise, synonymsOf } from './words.ts'

/** The likeliest column for each canonical one, by name and type; no column is used twice. */
export function proposeMapping(kind: ImportKind, sample: FileSample): Mapping {
  const pairs: { field: Field; column: string; rank: number }[] = []
  for (const { field: name, names } of synonymsOf(kind)) {
    const field = findField(kind, name)
    const late = lateNamesOf(name)
    for (const column of sample.columns) {
      const rank = rankOf(column, names, late)
      if (!field || rank === null || !fits(field, column, kind, sample)) continue
      if (rank >= lateRank && field.type === 'actType' && !areActs(sampleValues(sample, column.name))) continue
      pairs.push({ field, column: column.name, rank })
    }
  }
  pairs.sort((a, b) => a.rank - b.rank)
  const mapping: Mapping = {}
  const used = new Set<string>()
  for (const { field, column } of pairs) {
    if (field.name in mapping || used.has(column)) continue
    mapping[field.name] = { column }
    used.add(column)
  }
  addByContent(kind, mapping, used, sample)
  mendAmount(mapping, sample)
  addReview(kind, mapping, sample)
  addClock(mapping, used, sample)
  if (kind === 'orders' && !mapping.type) mapping.type = { constant: 'purchase' }
  return inFieldOrder(kind, mapping)
}

/** Where the date of the acts has its time of day in a column of its own, both make the time. */
function addClock(mapping: Mapping, used: Set<string>, sample: FileSample): void {
  const { time } = mapping
  if (!time || !('column' in time)) return
  const columns = sample.columns
    .filter(({ name }) => !used.has(name))
    .map(({ name }) => ({ name, values: () => sampleValues(sample, name) }))
  const clock = findClock({ name: time.column, values: sampleValues(sample, time.column) }, columns)
  if (clock !== null) mapping.time = { column: time.column, clock }
}

/** What a file most probably is, by the canonical columns its own can fill. */
export function guessKind(proposals: Record<ImportKind, Mapping>, sample: FileSample): ImportKind {
  const { behaviour, social, campaigns, products, users } = proposals
  if (social.user_id && social.peer_id && !behaviour.product_id) return 'social'
  if (behaviour.user_id && behaviour.time && behaviour.type) {
    const { type } = behaviour
    return 'column' in type && areOrderStates(sampleValues(sample, type.column)) ? 'orders' : 'behaviour'
  }
  if (campaigns.user_id && campaigns.campaign && !behaviour.product_id) return 'campaigns'
  if (behaviour.user_id && behaviour.time) {
    if (behaviour.amount || behaviour.quantity || behaviour.price || behaviour.order_id) return 'orders'
    if (behaviour.product_id) return 'behaviour'
  }
  // Parts of orders, or acts, whose customer or time stands elsewhere: another kind would import what it is not.
  const order = behaviour.order_id
  if (order && 'column' in order && normalise(order.column) !== 'order') {
    if (behaviour.product_id || behaviour.amount || behaviour.user_id) return 'orders'
  }
  if (behaviour.user_id && behaviour.product_id) return 'behaviour'
  if (products.product_id && !behaviour.user_id) return 'products'
  return users.user_id ? 'users' : 'behaviour'
}

/**
 * Lays changes over a proposal. Columns are named, or addressed by position as #1, #2, …; a column that a change claims is
 * taken from the proposal's other fields. Throws `dataset.unknownField` and `dataset.unknownColumn`.
 */
export function changeMapping(
  kind: ImportKind,
  proposal: Mapping,
  changes: MappingChanges,
  columns: string[],
): Mapping {
  const claimed: Mapping = {}
  for (const [name, source] of Object.entries(changes)) {
    if (!findField(kind, name)) {
      const expected = fieldsOfKind[kind].map((field) => field.name).join(', ')
      throw new AssayError('dataset.unknownField', { field: name, kind, expected })
    }
    if (source) claimed[name] = 'column' in source ? resolveSource(source, columns) : source
  }
  const taken = new Set(Object.values(claimed).flatMap(columnsOf))
  const mapping: Mapping = { ...claimed }
  for (const [name, source] of Object.entries(proposal)) {
    if (name in changes || columnsOf(source).some((column) => taken.has(column))) continue
    mapping[name] = source
  }
  return inFieldOrder(kind, mapping)
}

/** The columns of a file that a source reads. */
export const columnsOf = (source: FieldSource): string[] =>
  'column' in source ? [source.column, ...(source.clock === undefined ? [] : [source.clock])] : []

/** Needed canonical columns that a mapping leaves out. */
export const missingFields = (kind: ImportKind, mapping: Mapping): string[] =>
  fieldsOfKind[kind].filter(({ name, needed }) => needed && !mapping[name]).map(({ name }) => name)

/** A column, or two as `date+clock` where no column is called so. Throws `dataset.unknownColumn`. */
function resolveSource({ column, clock }: { column: string; clock?: string }, columns: string[]): FieldSource {
  const plus = columns.includes(column) ? -1 : column.indexOf('+')
  if (clock === undefined && plus < 0) return { column: resolveColumn(column, columns) }
  const [date, time] = clock === undefined ? [column.slice(0, plus), column.slice(plus + 1)] : [column, clock]
  return { column: resolveColumn(date, columns), clock: resolveColumn(time, columns) }
}

/** The column of that name or position. Throws `dataset.unknownColumn`. */
export function resolveColumn(column: string, columns: string[]): string {
  if (columns.includes(column)) return column
  const position = /^#(\d+)$/.exec(column)
  const byPosition = position ? columns[Number(position[1]) - 1] : undefined
  if (byPosition === undefined) {
    throw new AssayError('dataset.unknownColumn', { column, found: columns.join(', ') })
  }
  return byPosition
}

/** A column is known by its whole name; less surely without what stands in brackets, or by the last part of a dotted name. */
const [bareRank, memberRank, lateRank, emptyRank] = [0.5, 500, 1000, 2000]

/** How likely a column is the one that `synonyms` name, 0 being the likeliest; null: it is not. */
function rankOf({ name, type }: FileColumn, synonyms: string[], late: string[]): number | null {
  const empty = type === 'empty' ? emptyRank : 0
  const bare = name.replace(/\s*[（(【[][^）)】\]]*[）)】\]]\s*$/, '')
  const member = /\.([^.]*(?:[_\- ]|[a-z](?=[A-Z]))[^.]*)$/.exec(name)?.[1]
  const asIs = positionOf(normalise(name), synonyms)
  if (asIs >= 0) return asIs + empty
  const withoutBrackets = bare === name ? -1 : positionOf(normalise(bare), synonyms)
  if (withoutBrackets >= 0) return withoutBrackets + bareRank + empty
  const asMember = member === undefined ? -1 : positionOf(normalise(member), synonyms)
  if (asMember >= 0) return asMember + memberRank + empty
  const atLast = late.indexOf(normalise(bare))
  return atLast < 0 ? null : atLast + lateRank + empty
}

const positionOf = (name: string, synonyms: string[]): number =>
  name === ''
    ? -1
    : synonyms.findIndex((each) => (each.endsWith('*') ? name.startsWith(each.slice(0, -1)) : each === name))

function fits(field: Field, column: FileColumn, kind: ImportKind, sample: FileSample): boolean {
  if (field.type === 'time' && areClocks(sampleValues(sample, column.name))) return false
  if (column.type === 'empty' || normalise(column.name) === normalise(field.name)) return true
  const values = sampleValues(sample, column.name)
  if (field.type === 'number' || field.type === 'integer') return mostlyNumbers(values, sample.decimal)
  if (field.type === 'time') return sniffDates(values) !== null
  if (field.type !== 'actType' || kind !== 'orders') return true
  // A status column of an orders file says what happened only where its words are acts.
  return areActs(values)
}

function inFieldOrder(kind: ImportKind, mapping: Mapping): Mapping {
  const names = fieldsOfKind[kind].map(({ name }) => name).filter((name) => mapping[name])
  return Object.fromEntries(names.map((name) => [name, mapping[name]]))
}
