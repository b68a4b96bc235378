import { describeColumn, sniffDates } from '../columns.ts'
import { sampleValues, type FileSample } from '../sample.ts'
import type { DateStyle } from '../types.ts'
import type { LookupTable } from './lookup.ts'
import { createShape } from './shape.ts'
import type { ShapeStep } from './steps.ts'

/** The rows looked at once they are shaped, and their columns judged anew. Throws `shape.*`. */
export function shapeSample(
  sample: FileSample,
  steps: ShapeStep[],
  dates: Record<string, DateStyle>,
  timezone: string,
  lookups: LookupTable[],
): FileSample {
  const names = sample.columns.map(({ name }) => name)
  const shape = createShape(names, steps, { decimal: sample.decimal, timezone, dates, lookups })
  const shaped = sample.rows.flatMap((row, i) =>
    shape.push({ cells: names.map((_, index) => row[index] ?? ''), line: i + 1, raw: '' }),
  )
  const rows = [...shaped, ...shape.end()].filter(({ reject }) => reject === null).map(({ cells }) => cells)
  const columns = shape.columns.map((name, i) =>
    describeColumn(
      name,
      rows.map((cells) => cells[i].trim()),
      sample.decimal,
    ),
  )
  return { ...sample, columns, rows: rows.map((cells) => cells.map((cell) => cell.trim())) }
}

/** How the file's own date columns are written, for the expressions that read them. */
export function datesOfColumns(sample: FileSample): Record<string, DateStyle> {
  const dates = sample.columns.flatMap(({ name, type }) => {
    const sniffed = type === 'time' ? sniffDates(sampleValues(sample, name)) : null
    return sniffed ? [[name, sniffed.style] as const] : []
  })
  return Object.fromEntries(dates)
}
