import type { ReportFacts } from '../gather.ts'
import type { Section } from '../types.ts'
import type { Wording } from '../wording.ts'

/** The analyst's own words; no section where there are none. */
export function notesSection({ definition }: ReportFacts, { say }: Wording): Section | null {
  const text = definition.notes.trim()
  return text === '' ? null : { id: 'notes', title: say('notes.title'), blocks: [{ kind: 'markdown', text }] }
}
