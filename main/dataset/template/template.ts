import { z } from 'zod'
import { shapeSteps } from '../shape/steps.ts'
import { dateStyles, encodings, importKinds } from '../types.ts'

const column = z.string().min(1)
const words = z.strictObject({ en: z.string().min(1), 'zh-CN': z.string().min(1) })

/** How the export of one platform, or a file that was imported before, is read. The files in resources/templates are such. */
export const templateSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  title: words,
  /** Where the platform, or somebody who reads its exports, documents the columns. */
  source: z.string().min(1),
  /** What whoever imports such a file should know. */
  notes: words.optional(),
  kind: z.enum(importKinds),
  /** Columns by which the export is told from others: all of them must be there. */
  requires: z.array(column).min(1),
  /** Columns that some versions of the export lack; they count as empty. */
  optional: z.array(column).default([]),
  /** Column → what other versions of the export call it. */
  aliases: z.record(column, z.array(column).min(1)).default({}),
  /** What is known of the format beforehand; the rest is sniffed. */
  format: z
    .strictObject({
      encoding: z.enum(encodings),
      delimiter: z.string().length(1),
      decimal: z.enum(['.', ',']),
      dates: z.enum(dateStyles),
    })
    .partial()
    .default({}),
  shape: shapeSteps.default([]),
  mapping: z.record(
    z.string(),
    z.union([z.strictObject({ column, clock: column.optional() }), z.strictObject({ constant: z.string().min(1) })]),
  ),
  known: z.array(z.string().min(1)).default([]),
})
export type Template = z.infer<typeof templateSchema>
