import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unattended } from '../../main/base/job.ts'
import { generateSampleShop } from '../../main/dataset/sample/generate.ts'
import type { SampleOptions } from '../../main/dataset/sample/types.ts'
import { readActs, readRows } from '../dataset/sample/shopFiles.ts'
import { createShop, typeIds, type ActInput, type Shop } from '../features/shop.ts'

const dayMs = 86_400_000

/** The sample shop's acts and catalogue in a project of its own, returns left out where asked for. */
export async function createSampleProject(options: Partial<SampleOptions>, returns = true): Promise<Shop> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-sample-'))
  const sample = await generateSampleShop(folder, options, unattended)
  const shop = createShop()
  shop.products(
    readRows(sample, 'products').map((row) => ({
      product: row.product_id,
      brand: row.brand.trim() || undefined,
      category: row.category,
      price: Number(row.price) || undefined,
    })),
  )
  const isKept = (type: string): type is keyof typeof typeIds =>
    Object.hasOwn(typeIds, type) && (returns || type !== 'return')
  const acts: ActInput[] = []
  for (const { user, day, type, product, quantity, amount, order } of readActs(sample)) {
    if (!isKept(type)) continue
    acts.push({ user, time: Math.round(day * dayMs), type, product: product || undefined, quantity, amount, order })
  }
  shop.acts(acts)
  rmSync(folder, { recursive: true })
  return shop
}
