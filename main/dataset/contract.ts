import { z } from 'zod'
import { command } from '../base/command.ts'
import { fileRef } from '../base/files.ts'
import { asOf, pageInput } from '../storage/contract.ts'
import { attributesContract } from './attributes/contract.ts'
import { browseContract } from './browse/contract.ts'
import type { Profile } from './profile/types.ts'
import { shapeSteps } from './shape/steps.ts'
import {
  dateStyles,
  encodings,
  importKinds,
  type Field,
  type ImportKind,
  type ImportPreview,
  type Inspection,
  type RejectPage,
  type SourceSummary,
} from './types.ts'

const kind = z.enum(importKinds)

/** What is given here is taken as said; the rest is sniffed. `dates` holds for every column that is read as a time. */
export const formatChanges = z
  .object({
    sheet: z.string().min(1),
    members: z.array(z.string().min(1)).min(1),
    encoding: z.enum(encodings),
    delimiter: z
      .string()
      .min(1)
      .max(20)
      .regex(/^[^\r\n"]+$/),
    widths: z.array(z.int().min(1).max(100_000)).min(1).max(10_000),
    skipRows: z.int().min(0).max(10_000),
    header: z.boolean(),
    headerRows: z.int().min(1).max(2),
    columns: z.array(z.string().min(1)).min(1),
    decimal: z.enum(['.', ',']),
    dates: z.enum(dateStyles),
    dayOne: z.iso.date(),
    earliestYear: z.int().min(1900).max(2199),
    latestYear: z.int().min(1900).max(2199),
    foldCase: z.boolean(),
    unpackLimitMb: z.int().min(1),
  })
  .partial()
export type FormatChanges = z.infer<typeof formatChanges>

export const fieldSource = z.union([
  z.strictObject({ column: z.string().min(1), clock: z.string().min(1).optional() }),
  z.strictObject({ constant: z.string().min(1) }),
])

/** Laid over the proposed mapping: a field given here replaces the proposal, null takes it away. */
const mapping = z.record(z.string(), fieldSource.nullable()).default({})

/** Columns whose undated facts count as known before any cutoff, or `['all']`. */
const known = z.array(z.string().min(1)).default([])

const file = { file: fileRef, format: formatChanges.default({}) }

/** How records become rows, and what is taken as the proposal. */
const shaping = {
  /** Without it that of the template, or none. */
  shape: shapeSteps.optional(),
  /** Second files, in the order of the shape's lookups; without them those that the steps name. */
  lookups: z.array(fileRef).optional(),
  /** Where a template may come from; `auto`: the project, else the settings, else the built-in ones. */
  template: z.enum(['auto', 'none', 'builtIn', 'project', 'settings']).default('builtIn'),
}
export type TemplateChoice = z.infer<typeof shaping.template>

export const datasetContract = {
  /** `count: false` spares a look at the whole file; `rows` is then null. */
  'dataset.inspect': command<Inspection>()(z.object({ ...file, ...shaping, count: z.boolean().default(true) })),
  'dataset.preview': command<ImportPreview>()(
    z.object({ ...file, ...shaping, kind, mapping, rows: z.int().min(1).max(1000).default(100) }),
  ),
  /** The job's result is an ImportResult. */
  'dataset.import': command<{ jobId: string }>()(
    z.object({ ...file, ...shaping, kind, mapping, known, rulesLater: z.boolean().default(false) }),
  ),
  /** Applies the cleaning rules that imports with `rulesLater` left. The job's result is null. */
  'dataset.settle': command<{ jobId: string }>()(z.object({})),
  /**
   * Next month's file: read as the latest import of the same columns was. The job's result is an ImportAgainResult; errors
   * are `template.none` and `template.missingColumns`.
   */
  'dataset.importAgain': command<{ jobId: string }>()(
    z.object({ file: fileRef, lookups: z.array(fileRef).optional() }),
  ),
  /** Makes the sample shop and imports its five files. The job's result is an ImportResult[]. */
  'dataset.importSample': command<{ jobId: string }>()(z.object({})),
  'dataset.sources': command<SourceSummary[]>()(z.object({})),
  'dataset.rejects': command<RejectPage>()(z.object({ sourceId: z.int(), ...pageInput })),
  /** Takes one import out of force, the latest unless told otherwise. The job's result is an UndoResult. */
  'dataset.undo': command<{ jobId: string }>()(z.object({ sourceId: z.int().optional() })),
  /** Takes the latest change of the data back, whatever it was. The job's result is a StepMoved. */
  'project.undo': command<{ jobId: string }>()(z.object({})),
  /** Brings back what was undone last. The job's result is a StepMoved. */
  'project.redo': command<{ jobId: string }>()(z.object({})),
  'dataset.profile': command<Profile>()(z.object({ asOf })),
  'dataset.fields': command<Record<ImportKind, Field[]>>()(z.object({})),
  ...attributesContract,
  ...browseContract,
}
