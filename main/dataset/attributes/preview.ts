import { readOperation } from '../../storage/operation.ts'
import { attributeValues } from './attributeStore.ts'
import { unreadable } from '../shape/expression/values.ts'
import { createAttributeReader } from './readAttribute.ts'
import type { AttributePreview, AttributeReading } from './types.ts'

const mostShown = 20

export const readAttributeOperation = readOperation<AttributeReading & { name: string }, AttributePreview>(
  'dataset.readAttribute',
  ({ database, settings }, { name, ...reading }) => {
    const read = createAttributeReader(reading, settings.timezone)
    const preview: AttributePreview = { users: 0, readable: 0, unreadable: [], examples: [] }
    for (const { value, users } of attributeValues(database, name)) {
      const as = read(value)
      preview.users += users
      if (as !== unreadable) {
        preview.readable += users
        if (preview.examples.length < mostShown) preview.examples.push({ value, read: as })
      } else if (preview.unreadable.length < mostShown) preview.unreadable.push({ value: `${value}`, users })
    }
    return preview
  },
)
