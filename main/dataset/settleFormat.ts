import { sniffDates } from './columns.ts'
import type { FormatChanges } from './contract.ts'
import { findField } from './fields.ts'
import { isQuantityNamedAmount, unknownActs } from './mappingByContent.ts'
import { isMissing } from './missing.ts'
import { sampleValues, type FileSample } from './sample.ts'
import type { Ambiguity, DateStyle, FileFormat, ImportKind, Mapping } from './types.ts'

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
  const { type } = mapping
  if (type && 'column' in type && kind === 'behaviour') {
    const unknown = unknownActs(sampleValues(sample, type.column))
    const chosen = unknown.slice(0, wordsShown).join(', ') + (unknown.length > wordsShown ? ' …' : '')
    if (unknown.length > 0) ambiguities.push({ code: 'unknownActs', column: type.column, chosen })
  }
  if (isQuantityNamedAmount(mapping) && mapping.quantity && 'column' in mapping.quantity) {
    ambiguities.push({ code: 'quantityNamedAmount', column: mapping.quantity.column, chosen: 'quantity' })
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

/** Words of a column that an ambiguity lists. */
const wordsShown = 8

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

/** As in the UCI Online Retail export: invoice 536379 is an order, C536379 a cancelled one. */
function marksCancelledOrders(sample: FileSample, mapping: Mapping): boolean {
  const source = mapping.order_id
  if (!source || !('column' in source)) return false
  const ids = sampleValues(sample, source.column).filter((id) => id !== '')
  return ids.length > 0 && ids.filter((id) => /^\d+$/.test(id)).length > ids.length / 2
}
