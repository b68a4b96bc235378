import { batchRows, type ColumnData, type DictionaryName } from './batch.ts'
import { createDictionary, type Dictionary } from './dictionary.ts'

/** Collects the values of one canonical column, row by row; writing a row again replaces it. */
export interface Cell {
  /** Reads `text.slice(start, end)`, trimmed and not missing. False: it is no value of this column. */
  put(row: number, text: string, start: number, end: number): boolean
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

/** Numbers and times. `parse` answers NaN for what it can't read. */
export function createNumberCell(
  field: string,
  parse: (text: string, start: number, end: number) => number,
): NumberCell {
  let values = new Float64Array(batchRows)
  return {
    put(row, text, start, end) {
      const value = parse(text, start, end)
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
    put(row, text, start, end) {
      keys[row] = keyOf(text, start, end)
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
  return (text, start, end) => {
    const number = said.key(text, start, end)
    if (number === keyOfSaid.length) {
      const word = canonical(text.slice(start, end))
      keyOfSaid.push(dictionary.key(word, 0, word.length))
      said.takeNew()
    }
    return keyOfSaid[number]
  }
}

/** Texts kept row by row; `form`, where given, is what each is turned into. */
export function createTextCell(field: string, form?: (text: string) => string): Cell {
  let pieces: string[] = []
  let last = '' // rows of a session follow each other: the same text once more needs no string of its own
  return {
    put(row, text, start, end) {
      if (form) {
        pieces[row] = form(text.slice(start, end))
        return true
      }
      if (last.length !== end - start || !text.startsWith(last, start)) last = text.slice(start, end)
      pieces[row] = last
      return true
    },
    putMissing(row) {
      pieces[row] = ''
    },
    take(rows) {
      const taken = textColumn(field, pieces.slice(0, rows))
      pieces = []
      last = '' // it would keep the whole page it is a part of
      return taken
    },
  }
}

/** One text and the end of each piece: far cheaper to hand to another thread than thousands of strings. */
export function textColumn(field: string, pieces: string[]): ColumnData {
  const ends = new Int32Array(pieces.length)
  let end = 0
  for (let i = 0; i < pieces.length; i++) ends[i] = end += pieces[i].length
  return { field, kind: 'text', text: pieces.join(''), ends }
}

const yes = new Set(['1', 'true', 't', 'yes', 'y', 'treatment', 'treated', '是', '实验组', '对'])
const no = new Set(['0', 'false', 'f', 'no', 'n', 'control', 'untreated', '否', '对照组', '错'])

/** 1, 0, or NaN for a word that is neither. */
export function parseBoolean(text: string, start: number, end: number): number {
  const word = text.slice(start, end).toLowerCase()
  if (yes.has(word)) return 1
  return no.has(word) ? 0 : NaN
}
