import { readOperation, type OpenProject } from '../../storage/operation.ts'
import { unreadable } from '../shape/expression/values.ts'
import { dateStyles } from '../types.ts'
import { attributeValues } from './attributeStore.ts'
import { createAttributeReader } from './readAttribute.ts'
import type { AttributePreview, AttributeReading, AttributeType } from './types.ts'

const mostShown = 20

export interface PreviewInput {
  name: string
  as: AttributeType
  /** Null: what reads most of the values; of equals the first of the list. */
  decimal: AttributeReading['decimal'] | null
  dates: AttributeReading['dates'] | null
}

/** What an attribute of the customers in force would be, read as a type. Nothing is changed. */
export const readAttributeOperation = readOperation<PreviewInput, AttributePreview>(
  'dataset.readAttribute',
  (project, input) => previewAttribute(project, input),
)

export function previewAttribute({ database, settings }: OpenProject, input: PreviewInput): AttributePreview {
  const values = attributeValues(database, input.name)
  const previews = candidates(input).map((reading) => previewOf(values, reading, settings.timezone))
  return previews.reduce((best, each) => (each.readable > best.readable ? each : best))
}

function candidates({ as, decimal, dates }: PreviewInput): AttributeReading[] {
  const decimals = decimal ? [decimal] : as === 'number' ? (['.', ','] as const) : (['.'] as const)
  const styles = dates ? [dates] : as === 'date' ? dateStyles : (['iso'] as const)
  return decimals.flatMap((mark) => styles.map((style): AttributeReading => ({ as, decimal: mark, dates: style })))
}

function previewOf(
  values: ReturnType<typeof attributeValues>,
  reading: AttributeReading,
  timezone: string,
): AttributePreview {
  const read = createAttributeReader(reading, timezone)
  const preview: AttributePreview = { reading, users: 0, readable: 0, unreadable: [], examples: [] }
  for (const { value, users } of values) {
    const as = read(value)
    preview.users += users
    if (as !== unreadable) {
      preview.readable += users
      if (preview.examples.length < mostShown) preview.examples.push({ value, read: as })
    } else if (preview.unreadable.length < mostShown) preview.unreadable.push({ value: `${value}`, users })
  }
  return preview
}
