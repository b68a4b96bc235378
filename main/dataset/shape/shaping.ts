import type { DateStyle, ImportKind } from '../types.ts'
import type { FormatChanges } from '../contract.ts'
import type { ShapeStep } from './steps.ts'

/** How the records of a file became the rows that its mapping speaks of. Plain data; the same file shapes the same way again. */
export interface Shaping {
  steps: ShapeStep[]
  /** Styles of the file's own date columns, which expressions read. */
  dates: Record<string, DateStyle>
}

/** A template that was taken or is offered. */
export interface TemplateRef {
  /** Of a built-in template its name, else the file that was imported so before. */
  name: string
  from: 'project' | 'settings' | 'builtIn'
}

/** What is kept with a source beside its format and mapping, so that next month's file can be read as it was. */
export interface SourceReading {
  kind: ImportKind
  /** What the user said of the format; the rest was sniffed. */
  said: FormatChanges
  /** The columns of the file itself. */
  columns: string[]
  shaping: Shaping | null
  template: TemplateRef | null
  /** Records below the header: as many as rows, unless shaping made other rows of them. */
  recordsRead: number
  /** Empty cells of wide records that became no row. */
  cellsSkipped: number
  /** What was kept though it looks odd; absent in projects of earlier versions. */
  oddities?: Record<string, number>
}

/** A shape that a file seems to need. It is shown, and applied only when the user takes it. */
export interface ShapeProposal {
  /** What was seen: a key of the locale's `dataset.shapes`. */
  reason: 'months' | 'alike' | 'groups' | 'items' | 'jsonItems'
  /** The columns in which it was seen. */
  columns: string[]
  steps: ShapeStep[]
}
