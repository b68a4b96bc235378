import { z } from 'zod'
import { fileRef } from '../../base/files.ts'

const column = z.string().min(1).max(200)
const expression = z.string().min(1)
/** With one star, which stands for any text: `sales *`. */
const pattern = z.string().regex(/^[^*]*\*[^*]*$/, 'expected one * in it')

/** Which columns a step takes, so that next month's columns of the same sort are taken, too. */
const columnSelection = z.union([
  z.strictObject({ list: z.array(column).min(1) }),
  /** Both ends and all between them. */
  z.strictObject({ from: column, to: column }),
  /** The name then is what the star stands for. */
  z.strictObject({ pattern }),
  z.strictObject({ except: z.array(column) }),
  /** Every column whose name is a month or a day: `2024-05`, `May 2024`, `5月`. */
  z.strictObject({ dates: z.literal(true) }),
])
export type ColumnSelection = z.infer<typeof columnSelection>

/** Wide to long: each chosen column's cell becomes a row of its own, its name a value. Empty cells become none. */
const unpivot = z.strictObject({
  step: z.literal('unpivot'),
  columns: columnSelection,
  /** The new columns that take the name and the cell. */
  name: column,
  value: column,
  /** `date`: names are months or days and become 2024-05-01; `year` where they don't say it. */
  read: z.enum(['text', 'date']).default('text'),
  year: z.int().min(1900).max(2199).optional(),
  /** `skip`: cells that are 0 become no row either. */
  zeros: z.enum(['keep', 'skip']).default('keep'),
})

/** Columns that belong to an order as a whole and are split over its rows, so that their sum stays what it was. */
const split = z.strictObject({
  columns: z.array(column).min(1),
  /** In proportion to the product of these columns, such as quantity and price; none: in equal parts. */
  over: z.array(column).default([]),
})

/** One row per order to one per item. */
const items = z.strictObject({
  step: z.literal('items'),
  from: z.union([
    /** A list in a cell: `SKU1 x2; SKU2` is separator `;` and pattern `{sku}[ x{quantity:number}]`; [ ] may be missing. */
    z.strictObject({ column, separator: z.string().min(1).max(20), pattern: z.string().min(3).max(200) }),
    /** A JSON array of objects; new column → member, with dots for members of members: `product.id`. */
    z.strictObject({ column, json: z.record(column, z.string().min(1)) }),
    /** Numbered columns: new column → pattern with one star, `item*_sku`. */
    z.strictObject({ groups: z.record(column, pattern) }),
  ]),
  split: split.optional(),
})

/** Columns of a second file, joined by a key. */
const lookup = z.strictObject({
  step: z.literal('lookup'),
  file: fileRef,
  key: column,
  /** The key's column in the second file. */
  fileKey: column,
  /** New column → column of the second file. */
  columns: z.record(column, column),
  unmatched: z.enum(['reject', 'missing']).default('missing'),
  /** Which line counts where a key has several that differ. */
  repeated: z.enum(['refuse', 'first', 'last']).default('refuse'),
  /** Of the second file as it was read; filled in by Assay. */
  sha256: z.string().optional(),
})
export type LookupStep = z.infer<typeof lookup>

/** A new column, or another value for one that is there. */
const compute = z.strictObject({ step: z.literal('compute'), column, expression })

/** Words of a column by others; case does not matter. A word mapped to nothing becomes missing. */
const values = z.strictObject({
  step: z.literal('values'),
  column,
  map: z.record(z.string().min(1), z.string()),
  others: z
    .union([z.enum(['keep', 'reject', 'missing']), z.strictObject({ default: z.string().min(1) })])
    .default('keep'),
  /** A new column, so that the old one stays. */
  into: column.optional(),
})

/** Columns that shall not be kept, such as names and addresses among a customer's attributes; absent ones do no harm. */
const omit = z.strictObject({ step: z.literal('omit'), columns: z.array(column).min(1) })

const constant = z.strictObject({ step: z.literal('constant'), column, value: z.string() })

/** Rows for which the condition holds are kept; all others are rejected as left out. */
const keep = z.strictObject({ step: z.literal('keep'), where: expression })
/** Rows for which the condition holds are rejected as left out. */
const drop = z.strictObject({ step: z.literal('drop'), where: expression })

/** Exports that write an order's facts on its first line alone: the lines below with the same key get them, too. */
const fill = z.strictObject({ step: z.literal('fill'), key: column, columns: z.array(column).min(1) })

/** Money of an order that stands on its first or on every line is split over its lines, which must follow each other. */
const spread = z.strictObject({
  step: z.literal('spread'),
  key: column,
  ...split.shape,
  stands: z.enum(['first', 'every']),
})

export const shapeStep = z.discriminatedUnion('step', [
  unpivot,
  items,
  lookup,
  compute,
  values,
  constant,
  omit,
  keep,
  drop,
  fill,
  spread,
])

/** What turns the records of a file into the rows that a mapping refers to, in this order. */
export const shapeSteps = z.array(shapeStep).max(50)

export type ShapeStep = z.infer<typeof shapeStep>
export type ShapeStepInput = z.input<typeof shapeStep>
export type StepOf<Name extends ShapeStep['step']> = Extract<ShapeStep, { step: Name }>
