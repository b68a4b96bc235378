import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AssayError } from '../../base/errors.ts'
import type { Work } from '../../base/job.ts'
import { followPurchases } from './aftermath.ts'
import { fillOutcomes } from './campaigns.ts'
import { soilBehaviour, soilCatalogue, soilGenders, type FileDirt } from './dirt.ts'
import { plantOddities, type Oddities } from './oddities.ts'
import { behaviourRow, campaignRows, headers, productRows, socialRows, userRows } from './rows.ts'
import { createShop, streamOf, type Shop } from './shop.ts'
import { describeTruth, type SampleTruth } from './truth.ts'
import type { StoredKind } from '../types.ts'
import type { Act, SampleFile, SampleOptions } from './types.ts'
import { simulateVisits } from './visits.ts'
import { readVocabulary, type Vocabulary } from './vocabulary.ts'
import { writeCsv } from './write.ts'

const optionsSchema = z
  .object({
    seed: z.int().default(7),
    customers: z.int().min(100).max(100_000).default(5000),
    products: z.int().max(20_000).default(800),
    brands: z.int().default(60),
    // The planted brands stand in the first eight categories.
    categories: z.int().min(8).default(12),
    // The planted switch takes the last six months; sale events need a whole year.
    months: z.int().min(12).max(60).default(18),
    end: z.iso.date().default('2026-04-01'),
  })
  .refine((options) => options.brands >= 3 * options.categories, 'at least three brands per category')
  .refine((options) => options.products >= 2 * options.brands, 'at least two products per brand')

export interface SampleShop {
  files: SampleFile[]
  currency: 'CNY'
  timezone: 'Asia/Shanghai'
  truth: SampleTruth
}

/**
 * Writes the sample shop as five CSV files into `folder`, over any of the same names. Deterministic: the same options
 * give the same bytes. Throws `input.invalid` for sizes the planted structure does not fit into.
 */
export async function generateSampleShop(
  folder: string,
  options: Partial<SampleOptions>,
  work: Work,
): Promise<SampleShop> {
  const vocabulary = readVocabulary()
  const sizes = readOptions(options, vocabulary)
  const shop = createShop(sizes, vocabulary)
  const visits = simulateVisits(shop, streamOf(sizes.seed, 'visits'), work)
  const acts = [...visits, ...followPurchases(visits, shop, streamOf(sizes.seed, 'aftermath'))]
  fillOutcomes(shop.contacts, shop.campaigns, acts, shop.timeline)
  const oddities = plantOddities(acts, shop, streamOf(sizes.seed, 'oddities'))
  acts.sort((a, b) => a.clock - b.clock)
  const { tables, dirt } = soiledTables(shop, acts, oddities, sizes.seed)
  await mkdir(folder, { recursive: true })
  const files: SampleFile[] = []
  for (const kind of ['products', 'users', 'behaviour', 'social', 'campaigns'] as const) {
    const path = join(folder, `${kind}.csv`)
    await writeCsv(path, headers[kind], tables[kind], work)
    files.push({ kind, path, rows: tables[kind].length })
  }
  return { files, currency: 'CNY', timezone: 'Asia/Shanghai', truth: describeTruth(shop, dirt) }
}

function readOptions(options: Partial<SampleOptions>, vocabulary: Vocabulary): SampleOptions {
  const parsed = optionsSchema
    .refine(({ categories }) => categories <= vocabulary.categories.length, 'no more categories than are named')
    .refine(
      ({ brands, categories }) =>
        brands <= categories * Math.min(...vocabulary.categories.map((category) => category.brands.length)),
      'no more brands than are named',
    )
    .safeParse(options)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new AssayError('input.invalid', {
    field: issue.path.join('.') || 'options',
    problem: issue.message,
  })
}

/** The five files' rows, with the dirt in them. */
function soiledTables(
  shop: Shop,
  acts: Act[],
  oddities: Oddities,
  seed: number,
): { tables: Record<StoredKind, string[][]>; dirt: FileDirt & Oddities } {
  const random = streamOf(seed, 'dirt')
  const position = (kind: StoredKind, name: string) => (headers[kind] as readonly string[]).indexOf(name)
  const behaviour = soilBehaviour(
    acts.map((act) => behaviourRow(act, shop)),
    {
      user: position('behaviour', 'user_id'),
      time: position('behaviour', 'time'),
      type: position('behaviour', 'type'),
      amount: position('behaviour', 'amount'),
    },
    random,
  )
  const catalogue = soilCatalogue(
    productRows(shop),
    { id: 0, brand: position('products', 'brand'), price: position('products', 'price') },
    shop.brands.length,
    random,
  )
  const users = userRows(shop)
  const genderVariants = soilGenders(users, position('users', 'gender'), random)
  return {
    tables: {
      behaviour: behaviour.rows,
      products: catalogue.rows,
      users,
      social: socialRows(shop),
      campaigns: campaignRows(shop),
    },
    dirt: { ...oddities, ...behaviour.dirt, ...catalogue.dirt, genderVariants },
  }
}
