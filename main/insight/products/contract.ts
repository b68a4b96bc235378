import { z } from 'zod'
import { command } from '../../base/command.ts'
import { fileTarget } from '../../base/files.ts'
import { asOf } from '../../storage/contract.ts'
import type { Page } from '../../storage/types.ts'
import { shopFilter } from '../filter/input.ts'
import {
  lifePhases,
  potentialWords,
  productSorts,
  type ProductDetails,
  type ProductPotential,
  type ProductRow,
  type ProductTies,
} from './types.ts'

const scene = { filter: shopFilter, asOf, runId: z.int().nullable().default(null) }
const bounds = z.tuple([z.number(), z.number()]).nullable().default(null)

const list = {
  ...scene,
  search: z.string().max(1000).default(''),
  sort: z.enum(productSorts).default('spend'),
  descending: z.boolean().default(true),
  word: z.enum(potentialWords).nullable().default(null),
  phase: z.enum(lifePhases).nullable().default(null),
  /** A part of the picture: units expected and units ahead, both ends included. */
  expected: bounds,
  ahead: bounds,
}

export const productContract = {
  'insight.productPotential': command<ProductPotential>()(z.object(scene)),
  'insight.products': command<Page<ProductRow>>()(
    z.object({ ...list, offset: z.int().min(0).default(0), limit: z.int().min(1).max(1000).default(200) }),
  ),
  /** Writes the list as CSV. The job's result is `{ path, rows }`. */
  'insight.exportProducts': command<{ jobId: string }>()(z.object({ ...list, target: fileTarget })),
  'insight.product': command<ProductDetails>()(z.object({ ...scene, productId: z.int() })),
  /** Within the people and the period of the filter, over all goods. */
  'insight.productTies': command<ProductTies>()(z.object({ filter: shopFilter, asOf, productId: z.int() })),
}
