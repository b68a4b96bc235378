import { z } from 'zod'
import { asOf } from '../../storage/contract.ts'
import { command } from '../../base/command.ts'
import { fileTarget } from '../../base/files.ts'
import {
  browseTables,
  rowFormats,
  type BrowseColumn,
  type BrowsePage,
  type BrowseTable,
  type RowDetail,
} from './types.ts'

const column = z.string().min(1).max(100)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const text = z.string().max(1000)

const condition = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), column, how: z.enum(['contains', 'equals', 'starts']), text }),
  z.strictObject({ kind: z.literal('range'), column, from: z.number().nullable(), to: z.number().nullable() }),
  z.strictObject({ kind: z.literal('dates'), column, from: day.nullable(), to: day.nullable() }),
  z.strictObject({ kind: z.literal('oneOf'), column, values: z.array(text).min(1).max(10_000) }),
  z.strictObject({ kind: z.literal('missing'), column, missing: z.boolean() }),
  z.strictObject({ kind: z.literal('finding'), finding: z.string().min(1).max(100) }),
])

const table = z.enum(browseTables)

export const rowFilterInput = z.object({
  table,
  search: text.default(''),
  conditions: z.array(condition).max(50).default([]),
})

const query = {
  filter: rowFilterInput,
  sort: z.object({ column, descending: z.boolean() }).nullable().default(null),
  asOf,
}

export const browseContract = {
  'dataset.rowColumns': command<Record<BrowseTable, BrowseColumn[]>>()(z.object({})),
  /** Finds and orders the rows that `dataset.rows` then pages through. The job's result is `{ total }`. */
  'dataset.findRows': command<{ jobId: string }>()(z.object(query)),
  /** A page at any offset; null where the rows have to be found first. */
  'dataset.rows': command<BrowsePage | null>()(
    z.object({ ...query, offset: z.int().min(0).default(0), limit: z.int().min(1).max(1000).default(100) }),
  ),
  /** The values of a column that hold a text, in order, at most 200. */
  'dataset.rowChoices': command<string[]>()(z.object({ table, column, search: text.default(''), asOf })),
  /** One row with all that is known of it; null where it is not in force. */
  'dataset.rowDetail': command<RowDetail | null>()(z.object({ table, id: z.int(), asOf })),
  /** Writes rows as CSV or XLSX, in the order and with the columns asked for. The job's result is `{ path, rows }`. */
  'dataset.exportRows': command<{ jobId: string }>()(
    z.object({
      ...query,
      columns: z.array(column).min(1).max(100),
      format: z.enum(rowFormats).default('csv'),
      target: fileTarget,
    }),
  ),
}
