import type { SectionId } from './sectionIds.ts'

export const templateNames = ['full', 'board', 'brandReview', 'targeting', 'modelCard', 'dataQuality'] as const
export type TemplateName = (typeof templateNames)[number]

/** What has to be there before a report of the template means anything. */
export type Need = 'data' | 'brands' | 'run' | 'customerScores'

interface Template {
  needs: Need[]
  sections: SectionId[]
  /** Rows of its lists of customers and products. */
  listed: number
}

/** Each template's sections in order; limits and lineage close every report. */
export const templates: Record<TemplateName, Template> = {
  full: {
    needs: ['run'],
    sections: [
      'changes',
      'notes',
      'data',
      'method',
      'models',
      'revenue',
      'segments',
      'customers',
      'products',
      'standing',
      'doubleJeopardy',
      'atRisk',
      'importance',
    ],
    listed: 10,
  },
  board: {
    needs: ['run', 'customerScores'],
    sections: ['notes', 'changes', 'revenue', 'segments', 'cohorts', 'customers', 'products', 'standing', 'atRisk'],
    listed: 10,
  },
  brandReview: {
    needs: ['brands'],
    sections: [
      ...(['notes', 'changes', 'standing', 'doubleJeopardy', 'ladder', 'brandCohorts'] as const),
      ...(['switching', 'promotion', 'atRisk'] as const),
    ],
    listed: 20,
  },
  targeting: { needs: ['run', 'customerScores'], sections: ['notes', 'changes', 'customers', 'atRisk'], listed: 500 },
  modelCard: { needs: ['run'], sections: ['notes', 'changes', 'method', 'models', 'importance'], listed: 10 },
  dataQuality: { needs: ['data'], sections: ['notes', 'changes', 'data'], listed: 10 },
}
