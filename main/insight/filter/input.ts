import { z } from 'zod'
import { comparisons } from './types.ts'

const words = z.array(z.string().max(500)).max(1000).default([])
const ids = z.array(z.int()).max(5000).default([])
const date = z.iso.date().nullable()

/** A `ShopFilter`; what is left out narrows nothing. */
export const shopFilter = z.object({
  period: z
    .union([z.object({ days: z.int().min(1).max(36500).nullable() }), z.object({ from: date, to: date })])
    .default({ days: null }),
  comparison: z.enum(comparisons).default('none'),
  brands: ids,
  categories: ids,
  regions: words,
  genders: words,
  channels: words,
})
