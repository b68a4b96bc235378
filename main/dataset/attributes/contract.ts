import { z } from 'zod'
import { command } from '../../base/command.ts'
import { asOf } from '../../storage/contract.ts'
import { dateStyles } from '../types.ts'
import { attributeTypes, type Attribute, type AttributePreview } from './types.ts'

const name = z.string().min(1)
const as = z.enum(attributeTypes)
const decimal = z.enum(['.', ','])
const dates = z.enum(dateStyles)

export const attributeReading = z.strictObject({ as, decimal: decimal.default('.'), dates: dates.default('iso') })

export const attributesContract = {
  /** The attributes of the customers in force, with their declared types. */
  'dataset.attributes': command<Attribute[]>()(z.object({ asOf })),
  /** What an attribute of the customers in force would be, read as a type. Nothing is changed. */
  'dataset.readAttribute': command<AttributePreview>()(
    z.object({ name, as, decimal: decimal.nullable().default(null), dates: dates.nullable().default(null) }),
  ),
  /** Declares types, as one step; null takes one back. The job's result is an Attribute[]: all of them. */
  'dataset.declareTypes': command<{ jobId: string }>()(
    z.object({
      types: z
        .array(z.object({ name, reading: attributeReading.nullable() }))
        .min(1)
        .max(1000),
    }),
  ),
}
