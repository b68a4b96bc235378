import { AssayError } from '../base/errors.ts'
import type { ReportFacts } from './gather.ts'
import { templates, type Need, type TemplateName } from './templates.ts'

/** What a project has of what reports need. */
export interface Holdings {
  sources: number
  hasBrands: boolean
  hasRun: boolean
  scoredCustomers: number
}

/** What the template lacks here; none: it can be written. */
export function missingNeeds(template: TemplateName, holdings: Holdings): Need[] {
  const met: Record<Need, boolean> = {
    data: holdings.sources > 0,
    brands: holdings.hasBrands,
    run: holdings.hasRun,
    customerScores: holdings.scoredCustomers > 0,
  }
  return templates[template].needs.filter((need) => !met[need])
}

const errors = {
  data: 'report.noData',
  brands: 'report.noBrands',
  run: 'report.noRun',
  customerScores: 'report.noScores',
} as const

/** Throws `report.noData`, `report.noBrands`, `report.noRun` or `report.noScores`: the first that is missing. */
export function requireNeeds({ definition, sources, hasBrands, run, scoredCustomers }: ReportFacts): void {
  const holdings = { sources: sources.length, hasBrands, hasRun: run !== null, scoredCustomers }
  const [first] = missingNeeds(definition.template, holdings)
  if (first) throw new AssayError(errors[first], { run: run?.runId ?? 0 })
}
