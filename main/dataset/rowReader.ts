import { AssayError } from '../base/errors.ts'
import { batchRows, dictionaries, type Batch, type ColumnData, type DictionaryName } from './batch.ts'
import { createCatalogue, type Catalogue, type FactTeller } from './catalogue.ts'
import type { Cell, KeyCell, NumberCell } from './cells.ts'
import { clockMark } from './clock.ts'
import { coded, type CodedText } from './codes.ts'
import { createDictionary, type Dictionary } from './dictionary.ts'
import { createFieldCell } from './fieldCells.ts'
import { catalogueFields, fieldsOfKind, type CatalogueField } from './fields.ts'
import { isBlankCode, isMissingCode } from './missing.ts'
import { createNumberReader } from './numbers.ts'
import type { ImportPlan } from './plan.ts'
import { textColumn } from './textColumn.ts'
import type { RawRecord } from './tokenizer.ts'
import type { Field } from './types.ts'

/** Turns records into typed rows, as a plan says. */
export interface RowReader {
  /** Null when the record was taken as the next row, else the reason why not: a key of `dataset.rejects`. */
  read(record: RawRecord): string | null
  /** Rows taken since the last `take`; the batch is full at `batchRows`. */
  rows(): number
  take(): Pick<Batch, 'rows' | 'lines' | 'columns' | 'newTexts'>
  /** What the acts told about products; empty for other kinds. */
  catalogue: Catalogue
}

/** One canonical column: where its text stands and what takes it. */
interface Reading {
  field: Field
  /** Position in the record; -1 for a constant. */
  index: number
  /** Position of the time of day where a column of its own holds it, else -1. */
  clock: number
  constant: CodedText
  /** Taken where the value is missing; empty where there is none. */
  fallback: CodedText
  cell: Cell
  missing: string
}

/** More kinds of acts than this are no kinds: another column was taken for it. */
const mostActs = 1000

export function createRowReader(plan: ImportPlan): RowReader {
  const texts = Object.fromEntries(dictionaries.map((name) => [name, createDictionary()])) as Record<
    DictionaryName,
    Dictionary
  >
  const readings = createReadings(plan, texts)
  const needed = readings.filter(({ field, fallback }) => field.needed && fallback.text === '')
  const catalogue = createCatalogue(texts.brand, texts.category)
  const facts = createFacts(plan, catalogue)
  const cellOf = (name: string) => readings.find(({ field }) => field.name === name)?.cell
  const productCell = cellOf('product_id') as KeyCell | undefined
  const timeCell = cellOf('time') as NumberCell | undefined
  const cancel = createCancelledOrders(plan, texts.act_type, cellOf('type') as KeyCell | undefined)
  const attributes = createAttributes(plan)
  const width = plan.columns.length
  let lines = new Int32Array(batchRows)
  let acts = 0
  let row = 0
  let from = 0
  let to = 0

  /** Sets `from` and `to` to the trimmed value of a position; false where it is missing. */
  function locate(record: RawRecord, index: number): boolean {
    const { codes } = record
    from = record.starts[index]
    to = record.ends[index]
    while (from < to && isBlankCode(codes[from])) from++
    while (to > from && isBlankCode(codes[to - 1])) to--
    return !isMissingCode(record, from, to)
  }

  /** Puts the date at `from` and `to` together with its time of day. */
  function putClocked(record: RawRecord, cell: Cell, clock: number): boolean {
    const date = record.text.slice(from, to) + clockMark
    const joint = locate(record, clock) ? date + record.text.slice(from, to) : date
    return cell.put(row, coded(joint), 0, joint.length)
  }

  function tellCatalogue(record: RawRecord): void {
    const product = productCell ? productCell.key(row) : -1
    if (product < 0) return
    const time = timeCell ? timeCell.value(row) : 0
    for (const { teller, index, constant } of facts) {
      if (index < 0) teller.tell(product, time, record.line, constant, 0, constant.text.length)
      else if (locate(record, index)) teller.tell(product, time, record.line, record, from, to)
    }
  }

  return {
    catalogue,
    rows: () => row,
    read(record) {
      const problem = record.problem ?? widthProblem(record, width)
      if (problem) return problem
      for (const { index, missing } of needed) if (index >= 0 && !locate(record, index)) return missing
      for (const { field, index, clock, constant, fallback, cell } of readings) {
        if (index < 0) cell.put(row, constant, 0, constant.text.length)
        else if (!locate(record, index)) {
          if (fallback.text === '') cell.putMissing(row)
          else cell.put(row, fallback, 0, fallback.text.length)
        } else if (!(clock < 0 ? cell.put(row, record, from, to) : putClocked(record, cell, clock))) {
          return `${cell.problem?.() ?? 'invalid'}.${field.name}`
        }
      }
      if (facts.length > 0) tellCatalogue(record)
      if (cancel && locate(record, cancel.index)) cancel.apply(row, record.text, from)
      if (attributes) attributes.put(row, record, locate, () => record.text.slice(from, to))
      lines[row] = record.line
      row++
      return null
    },
    take() {
      const columns: ColumnData[] = readings.map(({ cell }) => cell.take(row))
      if (attributes) columns.push(attributes.take(row))
      const newTexts: Batch['newTexts'] = {}
      for (const name of dictionaries) newTexts[name] = texts[name].takeNew()
      acts += newTexts.act_type?.length ?? 0
      if (acts > mostActs) throw new AssayError('dataset.tooManyActs', { limit: mostActs, name: plan.name })
      const batch = { rows: row, lines: lines.slice(0, row), columns, newTexts }
      lines = new Int32Array(batchRows)
      row = 0
      return batch
    },
  }
}

/** Columns that can refuse a value come first, so that a refused record adds nothing to a dictionary. */
function createReadings(plan: ImportPlan, texts: Record<DictionaryName, Dictionary>): Reading[] {
  const readings: Reading[] = []
  for (const field of fieldsOfKind[plan.kind]) {
    const source = plan.mapping[field.name]
    if (!source || (plan.kind === 'behaviour' && isCatalogueField(field.name))) continue
    const column = 'column' in source ? source.column : field.name
    const constant = coded('column' in source ? '' : source.constant.trim())
    const clock = 'column' in source && source.clock !== undefined ? plan.columns.indexOf(source.clock) : -1
    const cell = createFieldCell(field, column, clock >= 0, plan, texts)
    if (constant.text !== '' && !cell.put(0, constant, 0, constant.text.length)) {
      throw new AssayError('input.invalid', { field: field.name, problem: `${constant.text}: not of type ${field.type}` })
    }
    readings.push({
      field,
      index: 'column' in source ? plan.columns.indexOf(column) : -1,
      clock,
      constant,
      fallback: coded(field.type === 'actType' ? plan.defaultAct : ''),
      cell,
      missing: `missing.${field.name}`,
    })
  }
  const refuses = ({ field }: Reading) => (['id', 'name', 'actType', 'text'].includes(field.type) ? 1 : 0)
  return readings.sort((a, b) => refuses(a) - refuses(b))
}

const isCatalogueField = (name: string): name is CatalogueField => catalogueFields.some((each) => each === name)

/** Where a file of behaviour tells about its products. */
function createFacts(
  plan: ImportPlan,
  catalogue: Catalogue,
): { teller: FactTeller; index: number; constant: CodedText }[] {
  if (plan.kind !== 'behaviour') return []
  return catalogueFields.flatMap((name) => {
    const source = plan.mapping[name]
    const teller = catalogue[name]
    if (!source) return []
    if ('constant' in source) return [{ teller, index: -1, constant: coded(source.constant.trim()) }]
    return [{ teller, index: plan.columns.indexOf(source.column), constant: coded('') }]
  })
}

/** Turns the purchases of orders called C and a number into returns, where the file marks cancelled orders so. */
function createCancelledOrders(plan: ImportPlan, acts: Dictionary, type: KeyCell | undefined) {
  const order = plan.mapping.order_id
  if (!plan.format.cancelledOrders || !type || !order || !('column' in order)) return null
  const returned = acts.key(coded('return'), 0, 'return'.length)
  const purchase = acts.key(coded('purchase'), 0, 'purchase'.length)
  return {
    index: plan.columns.indexOf(order.column),
    apply(row: number, text: string, from: number) {
      const first = text.charCodeAt(from)
      const second = text.charCodeAt(from + 1)
      const cancelled = (first === 67 || first === 99) && second >= 48 && second <= 57
      if (cancelled && type.key(row) === purchase) type.setKey(row, returned)
    },
  }
}

/** The further columns of a users file as one JSON object per user. */
function createAttributes(plan: ImportPlan) {
  if (plan.attributes.length === 0) return null
  const columns = plan.attributes.map(({ name, numeric }) => ({ name, numeric, index: plan.columns.indexOf(name) }))
  const readNumber = createNumberReader(plan.format.decimal)
  let pieces: string[] = []
  return {
    put(row: number, record: RawRecord, locate: (record: RawRecord, index: number) => boolean, value: () => string) {
      const found: Record<string, string | number> = {}
      for (const { name, numeric, index } of columns) {
        if (!locate(record, index)) continue
        const text = value()
        const number = numeric ? readNumber(text, 0, text.length) : NaN
        found[name] = Number.isNaN(number) ? text : number
      }
      pieces[row] = Object.keys(found).length > 0 ? JSON.stringify(found) : ''
    },
    take(rows: number): ColumnData {
      const taken = textColumn('attributes', pieces.slice(0, rows))
      pieces = []
      return taken
    },
  }
}

/** Too few fields: a cut line, or a stray delimiter elsewhere. Empty fields beyond the last column do no harm. */
export function widthProblem(record: RawRecord, width: number): string | null {
  if (record.count === width) return null
  if (record.count < width) return 'fields.few'
  for (let i = width; i < record.count; i++) {
    if (record.text.slice(record.starts[i], record.ends[i]).trim() !== '') return 'fields.many'
  }
  return null
}
