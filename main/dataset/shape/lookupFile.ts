import { AssayError } from '../../base/errors.ts'
import { hashFile } from '../bytes.ts'
import { openRecords } from '../records.ts'
import { sampleFile } from '../sample.ts'
import { settleFormat } from '../settleFormat.ts'
import { createSieve } from '../sieve.ts'
import { lookupLimits, type LookupTable } from './lookup.ts'
import type { LookupStep, ShapeStep } from './steps.ts'

/** Puts the second files that were named into the steps, in their order, and takes their fingerprints. */
export async function nameLookups(steps: ShapeStep[], paths: string[]): Promise<ShapeStep[]> {
  const left = [...paths]
  const named: ShapeStep[] = []
  for (const step of steps) {
    if (step.step !== 'lookup') named.push(step)
    else {
      const file = left.length > 0 ? { path: left.shift() ?? '' } : step.file
      const path = pathOf({ ...step, file })
      named.push({ ...step, file, sha256: await hashFile(path) })
    }
  }
  return named
}

/** What the second files are called that nobody has named yet: a template asks for them by a word. */
export const lookupsNeeded = (steps: ShapeStep[]): string[] =>
  steps.flatMap((step) => (step.step === 'lookup' && isAskedFor(step) ? [pathIn(step)] : []))

const pathIn = ({ file }: LookupStep): string => ('path' in file ? file.path : '')
const isAskedFor = (step: LookupStep): boolean => !/[\\/.]/.test(pathIn(step))

function pathOf(step: LookupStep): string {
  if (isAskedFor(step)) throw new AssayError('shape.lookupNeeded', { name: pathIn(step) })
  return pathIn(step)
}

/** Reads the second files whole. Throws `shape.lookupTooLarge`, `shape.column`, and what reading a file throws. */
export async function readLookups(steps: ShapeStep[]): Promise<LookupTable[]> {
  const tables: LookupTable[] = []
  for (const [i, step] of steps.entries()) if (step.step === 'lookup') tables.push(await readTable(step, i + 1))
  return tables
}

/** Tables without rows, for a look at a file whose second files are not at hand. */
export const emptyLookups = (steps: ShapeStep[]): LookupTable[] =>
  steps.flatMap((step) =>
    step.step === 'lookup'
      ? [{ name: pathIn(step), columns: [step.fileKey, ...Object.values(step.columns)], rows: [] }]
      : [],
  )

async function readTable(step: LookupStep, number: number): Promise<LookupTable> {
  const path = pathOf(step)
  const sample = await sampleFile(path, {})
  const { name, bytes } = sample
  const refuse = (limit: number, found: number) => new AssayError('shape.lookupTooLarge', { name, limit, found })
  if (bytes > lookupLimits.bytes) throw refuse(lookupLimits.bytes, bytes)
  const all = sample.columns.map((column) => column.name)
  const columns = [...new Set([step.fileKey, ...Object.values(step.columns)])]
  const unknown = columns.find((column) => !all.includes(column))
  if (unknown !== undefined) {
    throw new AssayError('shape.column', { step: number, expected: all.slice(0, 20).join(', '), column: unknown })
  }
  const indexes = columns.map((column) => all.indexOf(column))
  const { format } = settleFormat(sample, 'users', {}, {})
  const sieve = createSieve(format)
  const rows: string[][] = []
  for await (const { records, part } of openRecords({ path, bytes, format, columns: all })) {
    while (records.next()) {
      const { record } = records
      if (record.problem || sieve.aside(record, part) !== null) continue
      if (rows.length === lookupLimits.rows) throw refuse(lookupLimits.rows, rows.length + 1)
      rows.push(indexes.map((i) => (i < record.count ? record.text.slice(record.starts[i], record.ends[i]) : '')))
    }
  }
  return { name, columns, rows }
}
