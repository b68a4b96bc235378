import type { SourceSummary } from '../types.ts'
import type { RememberedTemplate } from './offer.ts'

/** How a source was read, for files of the same columns. */
export function templateOfSource({ name, format, mapping, known, reading }: SourceSummary): RememberedTemplate {
  const { kind, said, columns, shaping } = reading
  return {
    ref: { name, from: 'project' },
    kind,
    said,
    steps: shaping?.steps ?? [],
    mapping,
    known,
    dates: { ...shaping?.dates, ...format.dates },
    columns,
    container: format.container,
  }
}
