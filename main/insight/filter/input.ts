import { z } from 'zod'
import { comparisons } from './types.ts'

const words = z.array(z.string().max(500)).max(1000).default([])
const ids = z.array(z.int()).max(5000).default([])
const date = z.iso.date().nullable()

const period = z
  .union([z.object({ days: z.int().min(1).max(36500).nullable() }), z.object({ from: date, to: date })])
  .default({ days: null })
const price = z.number().min(0).nullable().default(null)

/** An `ActCondition`. */
const actCondition = z.object({
  done: z.boolean().default(true),
  kinds: z.array(z.string().max(500)).max(100).default([]),
  period,
  brands: ids,
  categories: ids,
  price: z.object({ from: price, to: price }).default({ from: null, to: null }),
  hours: z.array(z.int().min(0).max(23)).max(24).default([]),
  weekdays: z.array(z.int().min(0).max(6)).max(7).default([]),
  query: z.string().trim().max(200).default(''),
})

/** A `ShopFilter`; what is left out narrows nothing. */
export const shopFilter = z.object({
  period,
  comparison: z.enum(comparisons).default('none'),
  brands: ids,
  categories: ids,
  regions: words,
  genders: words,
  channels: words,
  acts: z.array(actCondition).max(10).default([]),
})
