import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { resourcesFolder } from '../../base/resources.ts'

export const kinds = ['colour', 'material', 'audience', 'size'] as const
export type Kind = (typeof kinds)[number]

export const quantities = ['volumeMl', 'weightGrams', 'lengthCm'] as const
export type Quantity = (typeof quantities)[number]

const bothLanguages = z.object({ en: z.array(z.string()), zh: z.array(z.string()) })
const meanings = z.record(z.string(), bothLanguages)
const wordFile = z.object({
  colour: meanings,
  material: meanings,
  audience: meanings,
  size: meanings,
  notColours: bothLanguages,
})
const unit = z.record(z.string(), z.number().positive())
const unitFile = z.object({
  volumeMl: unit,
  weightGrams: unit,
  lengthCm: unit,
  count: z.object({
    after: z.array(z.string()),
    before: z.array(z.string()),
    notFollowedBy: z.array(z.string()),
  }),
})

export type TitleWords = z.output<typeof wordFile>
export type TitleUnits = z.output<typeof unitFile>

const read = (file: string): unknown => JSON.parse(readFileSync(join(resourcesFolder, 'titles', file), 'utf8'))

/** The words that titles are searched for, in both languages: `resources/titles/words.json`. */
export const readTitleWords = (): TitleWords => wordFile.parse(read('words.json'))

/** Units with what one of them is in the quantity's own unit: `resources/titles/units.json`. */
export const readTitleUnits = (): TitleUnits => unitFile.parse(read('units.json'))
