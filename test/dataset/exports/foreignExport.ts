import type { AmbiguityCode, ImportKind } from '../../../main/dataset/types.ts'
import { encode } from '../reading/encoders.ts'

/** A small, faithful imitation of a file that others export, and what Assay has to make of it when told no more than its kind. */
export interface ForeignExport {
  name: string
  /** What is odd about it. */
  note?: string
  content(): string | Uint8Array | Promise<Uint8Array>
  encoding?: 'gb18030' | 'windows-1252' | 'utf-16le'
  kind: ImportKind
  /** Canonical column → column of the file, `date+clock`, or `=constant`; what is not named here may be mapped or not. */
  mapping?: Record<string, string>
  /** The template that has to be recognised; its own mapping is tested with the templates. */
  template?: string
  rows?: number
  kept?: number
  rejects?: Record<string, number>
  /** Canonical act → rows. */
  acts?: Record<string, number>
  /** Purchases less returns, by amount or else quantity × price − discount. */
  revenue?: number
  /** Ids of all customers, in order. */
  users?: string[]
  first?: string
  last?: string
  ambiguities?: AmbiguityCode[]
  /** It can't be imported as it is: what the refusal has to name. */
  refused?: { field: RegExp }
}

export type Row = (string | number)[]

export const rowsOf = <Each>(count: number, make: (i: number) => Each): Each[] =>
  Array.from({ length: count }, (_, i) => make(i))

/** Cells as they are given: what needs quotes brings them. */
export const csv = (header: string, rows: Row[], delimiter = ',', lineBreak = '\n'): string =>
  [header, ...rows.map((row) => row.join(delimiter)), ''].join(lineBreak)

export const jsonLines = (count: number, make: (i: number) => object): string =>
  rowsOf(count, (i) => JSON.stringify(make(i))).join('\n') + '\n'

/** The file's bytes. */
export async function bytesOf({ content, encoding }: ForeignExport): Promise<Uint8Array> {
  const made = await content()
  if (typeof made !== 'string') return made
  if (encoding === undefined) return Buffer.from(made)
  return encoding === 'utf-16le' ? Buffer.from(`\uFEFF${made}`, 'utf16le') : encode(made, encoding)
}
