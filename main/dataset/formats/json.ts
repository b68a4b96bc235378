import { basename } from 'node:path'
import { AssayError } from '../../base/errors.ts'
import { fileSize, readText, type Location } from '../bytes.ts'
import type { RawRecord } from '../tokenizer.ts'
import type { Container, Encoding } from '../types.ts'
import type { CellPiece, CellRow } from './cells.ts'
import { flatten, type Nested } from './flatten.ts'
import { createElementSplitter, type JsonElement } from './jsonElements.ts'

type JsonObject = { [key: string]: Nested }
type JsonContainer = Extract<Container, 'json' | 'jsonLines'>

const longestLine = 10_000_000

/** Whether a text begins like JSON, one object a line or an array of objects; null where it does not. */
export function sniffJson(head: string): JsonContainer | null {
  const text = head.trimStart()
  if (text.startsWith('[')) return /^\[\s*[{\]]/.test(text) ? 'json' : null
  if (!/^\{\s*["}]/.test(text)) return null
  const [first, second = ''] = text.split('\n', 2)
  if (!parseObject(first)) return 'json'
  // One object alone may be an answer with the rows in it.
  return second.trim() === '' && holdsObjects(first) ? 'json' : 'jsonLines'
}

/** The rows of a JSON file under the columns given; the first row names these. Other keys are left out. */
export async function* readJson(
  location: Location,
  container: JsonContainer,
  encoding: Encoding,
  columns: string[],
): AsyncGenerator<CellPiece> {
  const index = new Map(columns.map((name, i) => [name, i]))
  yield { rows: [{ line: 0, cells: columns }], share: 0 }
  for await (const { elements, share } of readElements(location, container, encoding)) {
    yield { rows: elements.map((element) => toRow(element, index, columns.length)), share }
  }
}

/** Every key of a JSON file, in the order in which they turn up: one may come late. Throws `dataset.notJson` for none. */
export async function collectKeys(location: Location, container: JsonContainer, encoding: Encoding): Promise<string[]> {
  const keys = new Set<string>()
  for await (const { elements } of readElements(location, container, encoding)) {
    for (const { text } of elements) {
      const object = parseObject(text)
      if (object) flatten(object, (name) => keys.add(name))
    }
  }
  if (keys.size === 0) throw new AssayError('dataset.notJson', { name: basename(location.path) })
  return [...keys]
}

async function* readElements(location: Location, container: JsonContainer, encoding: Encoding) {
  const bytes = fileSize(location.path)
  let splitter: { push(text: string, last: boolean): JsonElement[] } | null = null
  for await (const { text, last, bytesRead } of readText(location, encoding)) {
    splitter ??= container === 'jsonLines' ? createLineSplitter() : createElementSplitter(isSequence(text) ? 0 : null)
    yield { elements: splitter.push(text, last), share: Math.min(1, bytesRead / bytes) }
  }
}

const holdsObjects = (text: string): boolean => /\[\s*\{/.test(text)

/** Whether the rows stand one after the other without an array around them. */
function isSequence(head: string): boolean {
  const [first] = createElementSplitter(0).push(head, false)
  if (!first?.text.startsWith('{')) return false
  const rest = head.slice(head.indexOf(first.text) + first.text.length).trimStart()
  return rest.startsWith('{') || !holdsObjects(first.text)
}

function createLineSplitter(): { push(text: string, last: boolean): JsonElement[] } {
  let line = 0
  let pending = ''
  let tooLong = false
  return {
    push(text, last) {
      const lines = text.split('\n')
      const found: JsonElement[] = []
      lines.forEach((each, i) => {
        if (pending.length < longestLine) pending += each
        else tooLong = true
        if (i === lines.length - 1 && !last) return
        line++
        if (pending.trim() !== '') found.push({ text: pending.trim(), line, tooLong, cut: false })
        pending = ''
        tooLong = false
      })
      return found
    },
  }
}

function toRow({ text, line, tooLong, cut }: JsonElement, index: Map<string, number>, width: number): CellRow {
  const refused = (problem: RawRecord['problem']): CellRow => ({ line, cells: [], problem, raw: text })
  if (tooLong) return refused('record.tooLong')
  if (text.includes('\uFFFD')) return refused('encoding')
  const object = cut ? null : parseObject(text)
  if (!object) return refused(!cut && isJson(text) ? 'json.noObject' : 'json.broken')
  const cells = Array<string>(width).fill('')
  flatten(object, (name, value) => {
    const at = index.get(name)
    if (at !== undefined) cells[at] = value
  })
  return { line, cells, raw: text }
}

/** Numbers that a double can't hold are kept as they are written. */
const keepDigits = (_key: string, value: unknown, context?: { source?: string }): unknown =>
  typeof value === 'number' && context?.source && !Number.isSafeInteger(value) && /^-?\d{16,}$/.test(context.source)
    ? context.source
    : value

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = /\d{16}/.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
  } catch {
    return null
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
