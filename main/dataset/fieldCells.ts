import { createCalendar } from '../base/calendar.ts'
import type { DictionaryName } from './batch.ts'
import { createKeyCell, createNumberCell, createTextCell, parseBoolean, type Cell } from './cells.ts'
import { createClockedReader } from './clock.ts'
import { createTimeReader, type TimeReader } from './dates.ts'
import type { Dictionary } from './dictionary.ts'
import { createNumberReader, createPlainNumberReader } from './numbers.ts'
import { createPlainTimeReader } from './plainTimes.ts'
import type { ImportPlan } from './plan.ts'
import type { Field, FileFormat } from './types.ts'
import { actOf } from './words.ts'

/** Products may be older than shops are; acts and registrations are not. */
const datedFields = new Set(['time', 'registered_at'])

/** Reads times. Those outside the plausible years are refused, for a reason of their own. */
function createTimeCell(field: Field, column: string, clocked: boolean, { format, timezone }: ImportPlan): Cell {
  const style = format.dates[column] ?? 'iso'
  const calendar = createCalendar(timezone)
  const read = clocked
    ? createClockedReader(createTimeReader(style, createCalendar('UTC'), format.dayOne), calendar)
    : createTimeReader(style, calendar, format.dayOne)
  const isPlain = !clocked && (style === 'iso' || style === 'monthNames')
  const quick = isPlain ? createPlainTimeReader(calendar) : undefined
  if (!datedFields.has(field.name)) return createNumberCell(field.name, read, quick)
  const fromMs = calendar.fromLocal(format.earliestYear, 1, 1)
  const toMs = calendar.fromLocal(format.latestYear + 1, 1, 1)
  let last = NaN
  const readWithin: TimeReader = (text, start, end) => {
    last = read(text, start, end)
    return last >= fromMs && last < toMs ? last : NaN
  }
  const problem = () => (Number.isNaN(last) ? 'invalid' : 'implausible')
  const quickWithin: typeof quick = (codes, start, end) => {
    const time = quick ? quick(codes, start, end) : NaN
    return time >= fromMs && time < toMs ? time : NaN
  }
  return { ...createNumberCell(field.name, readWithin, quick && quickWithin), problem }
}

/** How the ids of a column are brought into one form; undefined where they are kept as they stand. */
function idForm(
  { foldCase, decimalIds }: FileFormat,
  column: string,
  isKey: boolean,
): ((id: string) => string) | undefined {
  const folds = foldCase && isKey
  const cuts = decimalIds.includes(column)
  if (!folds && !cuts) return undefined
  return (id) => {
    const whole = cuts ? id.replace(/^(\d+)\.0+$/, '$1') : id
    return folds ? whole.toLowerCase() : whole
  }
}

/** What takes the values of a canonical column out of a column of the file. `clocked`: dates come with their time of day. */
export function createFieldCell(
  field: Field,
  column: string,
  clocked: boolean,
  plan: ImportPlan,
  texts: Record<DictionaryName, Dictionary>,
): Cell {
  const { format } = plan
  switch (field.type) {
    case 'time':
      return createTimeCell(field, column, clocked, plan)
    case 'number':
      return createNumberCell(field.name, createNumberReader(format.decimal), createPlainNumberReader(format.decimal))
    case 'integer': {
      const read = createNumberReader(format.decimal)
      return createNumberCell(field.name, (text, start, end) => {
        const value = read(text, start, end)
        return Number.isInteger(value) ? value : NaN
      })
    }
    case 'boolean':
      return createNumberCell(field.name, parseBoolean)
    case 'actType':
      return createKeyCell(field.name, 'act_type', texts.act_type, actOf)
    case 'id': {
      const name = field.name === 'product_id' ? 'product' : 'user'
      return createKeyCell(field.name, name, texts[name], idForm(format, column, true))
    }
    case 'name': {
      const name = field.name === 'brand' ? 'brand' : 'category'
      return createKeyCell(field.name, name, texts[name])
    }
    case 'text':
      return createTextCell(field.name, idForm(format, column, false))
  }
}
