import type { Composer } from 'vue-i18n'
import type { BrowseColumn, BrowseColumnType } from '../../../main/dataset/browse/types.ts'
import type { Format } from '../composables/format.ts'

type Cell = string | number | null

/** What `useI18n` gives. */
export type Words = Pick<Composer, 't' | 'te'>

/** A column as the grid draws it. */
export interface GridColumn extends BrowseColumn {
  /** Its place in a row's cells. */
  place: number
  title: string
  width: number
  isNumber: boolean
  text(value: Cell): string
}

const widths: Record<BrowseColumnType, number> = {
  time: 184,
  text: 128,
  number: 88,
  money: 128,
  count: 108,
  year: 96,
  kind: 104,
}
const widthsByName: Record<string, number> = {
  title: 200,
  description: 260,
  session: 176,
  source: 160,
  line: 88,
  rule: 200,
}

export const isNumberType = (type: BrowseColumnType) => ['number', 'money', 'count', 'year'].includes(type)

/** Words for a value of a column, in the reader's language. */
export function cellText(value: Cell, type: BrowseColumnType, words: Words, format: Format): string {
  if (value === null) return '–'
  if (type === 'kind') return kindWords(String(value), words)
  if (typeof value === 'string') return value
  if (type === 'time') return format.moment(value)
  if (type === 'money') return format.exactMoney(value)
  if (type === 'year') return String(value)
  return type === 'count' ? format.count(value) : format.exact(value)
}

/** Kinds of cleaning rules and Assay's own kinds of acts have words; others stand as the file calls them. */
export function kindWords(kind: string, words: Words): string {
  const key = [`dataset.acts.${kind}`, `clean.kinds.${kind}`].find((each) => words.te(each, 'en'))
  return key === undefined ? kind : words.t(key)
}

export function gridColumns(columns: BrowseColumn[], words: Words, format: Format): GridColumn[] {
  return columns.map((column, place) => ({
    ...column,
    place,
    title: words.t(`browse.columns.${column.name}`),
    width: widthsByName[column.name] ?? widths[column.type],
    isNumber: isNumberType(column.type),
    text: (value) => cellText(value, column.type, words, format),
  }))
}
