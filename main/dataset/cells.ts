import { batchRows, type ColumnData, type DictionaryName } from './batch.ts'
import { coded, type Codes, type CodedText } from './codes.ts'
import { createDictionary, type Dictionary } from './dictionary.ts'
import { createTextGatherer } from './textColumn.ts'

/** Collects the values of one canonical column, row by row; writing a row again replaces it. */
export interface Cell {
  /** Reads `source.text.slice(start, end)`, trimmed and not missing. False: it is no value of this column. */
  put(row: number, source: CodedText, start: number, end: number): boolean
  /** What was wrong with the value refused last, where that is not `invalid`: the beginning of a key of `dataset.rejects`. */
  problem?(): string
  putMissing(row: number): void
  /** The first `rows` values; the cell starts anew. */
  take(rows: number): ColumnData
}

export interface NumberCell extends Cell {
  value(row: number): number
}

export interface KeyCell extends Cell {
  key(row: number): number
  setKey(row: number, key: number): void
}

/**
 * Numbers and times. `parse` answers NaN for what it can't read; `quick`, where given, is asked first and answers NaN for
 * whatever it leaves to `parse`.
 */
export function createNumberCell(
  field: string,
  parse: (text: string, start: number, end: number) => number,
  quick: (codes: Codes, start: number, end: number) => number = () => NaN,
): NumberCell {
  let values = new Float64Array(batchRows)
  return {
    put(row, source, start, end) {
      let value = quick(source.codes, start, end)
      if (value !== value) value = parse(source.text, start, end)
      values[row] = value
      return value === value
    },
    putMissing(row) {
      values[row] = NaN
    },
    value: (row) => values[row],
    take(rows) {
      const taken = values.subarray(0, rows).slice()
      values = new Float64Array(batchRows)
      return { field, kind: 'number', values: taken }
    },
  }
}

/** Texts of a dictionary. `canonical` turns what the file says into the dictionary's word, once per different text. */
export function createKeyCell(
  field: string,
  name: DictionaryName,
  dictionary: Dictionary,
  canonical?: (text: string) => string,
): KeyCell {
  let keys = new Int32Array(batchRows)
  const keyOf = canonical ? createTranslation(dictionary, canonical) : dictionary.key
  return {
    put(row, source, start, end) {
      keys[row] = keyOf(source, start, end)
      return true
    },
    putMissing(row) {
      keys[row] = -1
    },
    key: (row) => keys[row],
    setKey(row, key) {
      keys[row] = key
    },
    take(rows) {
      const taken = keys.subarray(0, rows).slice()
      keys = new Int32Array(batchRows)
      return { field, kind: 'key', dictionary: name, keys: taken }
    },
  }
}

/** Keys of the canonical words of what the file says. */
function createTranslation(dictionary: Dictionary, canonical: (text: string) => string): Dictionary['key'] {
  const said = createDictionary()
  const keyOfSaid: number[] = []
  return (source, start, end) => {
    const number = said.key(source, start, end)
    if (number === keyOfSaid.length) {
      const word = canonical(source.text.slice(start, end))
      keyOfSaid.push(dictionary.key(coded(word), 0, word.length))
      said.takeNew()
    }
    return keyOfSaid[number]
  }
}

/** Texts kept row by row; `form`, where given, is what each is turned into. */
export function createTextCell(field: string, form?: (text: string) => string): Cell {
  const texts = createTextGatherer(batchRows)
  return {
    put(row, source, start, end) {
      if (form) {
        const text = form(source.text.slice(start, end))
        texts.put(row, coded(text), 0, text.length)
      } else texts.put(row, source, start, end)
      return true
    },
    putMissing(row) {
      texts.put(row, nothing, 0, 0)
    },
    take: (rows) => ({ field, kind: 'text', ...texts.take(rows) }),
  }
}

const nothing = coded('')

const yes = new Set(['1', 'true', 't', 'yes', 'y', 'treatment', 'treated', '是', '实验组', '对'])
const no = new Set(['0', 'false', 'f', 'no', 'n', 'control', 'untreated', '否', '对照组', '错'])

/** 1, 0, or NaN for a word that is neither. */
export function parseBoolean(text: string, start: number, end: number): number {
  const word = text.slice(start, end).toLowerCase()
  if (yes.has(word)) return 1
  return no.has(word) ? 0 : NaN
}
