import { z } from 'zod'
import { command } from '../../base/command.ts'
import { dateStyles } from '../types.ts'
import { attributeTypes, type AttributePreview } from './types.ts'

export const attributesContract = {
  /** What an attribute of the customers in force would be, read as a type. Nothing is changed. */
  'dataset.readAttribute': command<AttributePreview>()(
    z.object({
      name: z.string().min(1),
      as: z.enum(attributeTypes),
      decimal: z.enum(['.', ',']).default('.'),
      dates: z.enum(dateStyles).default('iso'),
    }),
  ),
}
