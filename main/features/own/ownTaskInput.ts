import { z } from 'zod'
import { ownKinds } from '../types.ts'
import { countables } from './types.ts'

const names = z.array(z.string().trim().min(1).max(500)).max(200).default([])

const day = z.int().min(0).max(3650)

/** An own task as callers and files say it. What no rule knows is refused, so that a slip of the pen does not widen a filter. */
export const ownTaskInput = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .regex(/^\P{Cc}*$/u),
  kind: z.enum(ownKinds),
  counts: z.enum(countables).default('acts'),
  types: names,
  categories: names,
  brands: names,
  products: names,
  window: z
    .union([
      z.strictObject({ fromDay: day.default(0), toDay: day }),
      z.strictObject({ from: z.iso.date(), to: z.iso.date() }),
    ])
    .nullable()
    .default(null),
})

export type OwnTaskInput = z.input<typeof ownTaskInput>
