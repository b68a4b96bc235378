/** What a report can hold, in the order in which it is offered. */
export const sectionIds = [
  'changes',
  'notes',
  'data',
  'method',
  'models',
  'revenue',
  'segments',
  'cohorts',
  'customers',
  'products',
  'standing',
  'doubleJeopardy',
  'ladder',
  'brandCohorts',
  'switching',
  'promotion',
  'atRisk',
  'importance',
  'limits',
  'lineage',
] as const
export type SectionId = (typeof sectionIds)[number]

/** Without these no report is written: what its numbers do not say, and where they come from. */
export const standingSections: readonly SectionId[] = ['limits', 'lineage']
