import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { AssayError } from '../../base/errors.ts'

const words = z.object({ english: z.string().min(1), chinese: z.string().min(1) })

const vocabularySchema = z.object({
  regions: z.array(z.string()).min(1),
  categories: z.array(
    words.extend({
      medianPrice: z.number().positive(),
      brands: z.array(z.string()).min(3),
      nouns: z.array(words).min(1),
      traits: z.array(words).min(1),
      variants: z.array(z.string()).min(1),
    }),
  ),
})

/** The names the sample shop is made of: invented brands, products in two languages, regions. */
export type Vocabulary = z.infer<typeof vocabularySchema>
export type CategoryWords = Vocabulary['categories'][number]

/** Throws `file.missing` when the program was installed without its resources. */
export function readVocabulary(): Vocabulary {
  return vocabularySchema.parse(JSON.parse(readFileSync(findResource('sample/shop.json'), 'utf8')))
}

/** Looks upwards, because the sources and the bundle lie at different depths below the resources. */
function findResource(name: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const path = join(folder, 'resources', name)
    if (existsSync(path)) return path
    if (folder === dirname(folder)) throw new AssayError('file.missing', { path: `resources/${name}` })
  }
}

export const categoryName = (category: CategoryWords): string => `${category.english} ${category.chinese}`
