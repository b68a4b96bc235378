import type { ChartKit } from '../charts/chart.ts'
import { compareContents, keptContent } from './compare.ts'
import { shownSections } from './definition.ts'
import type { ReportFacts, RunFacts } from './gather.ts'
import type { SectionId } from './sectionIds.ts'
import { atRiskSection } from './sections/atRisk.ts'
import { brandSection } from './sections/brands.ts'
import { changesSection, nothingToCompare } from './sections/changes.ts'
import { cohortsSection } from './sections/cohorts.ts'
import { customersSection } from './sections/customers.ts'
import { dataSection } from './sections/data.ts'
import { importanceSection } from './sections/importance.ts'
import { limitsSection } from './sections/limits.ts'
import { lineageOf, lineageSection } from './sections/lineage.ts'
import { methodSection } from './sections/method.ts'
import { modelsSection } from './sections/models.ts'
import { notesSection } from './sections/notes.ts'
import { productsSection } from './sections/products.ts'
import { revenueSection } from './sections/revenue.ts'
import { segmentsSection } from './sections/segments.ts'
import { figuresOf, summaryOf } from './headlines.ts'
import type { KeptContent, Report, Section } from './types.ts'
import { createWording, type Wording } from './wording.ts'

/** An earlier writing as it was kept. */
export interface KeptWriting {
  day: string
  runId: number | null
  content: KeptContent
}

/** The report as data. `earlier` is what it is compared with, if anything. */
export function composeReport(facts: ReportFacts, kit: ChartKit, earlier: KeptWriting | null = null): Report {
  const wording = createWording(kit)
  const { say } = wording
  const { title, language, logo, paper } = facts.definition
  const ids = shownSections(facts.definition)
  const composed = new Map(ids.map((id) => [id, composeSection(id, facts, wording)]))
  const figures = figuresOf(facts, wording)
  const sections = (): Section[] => ids.flatMap((id) => composed.get(id) ?? [])
  if (ids.includes('changes'))
    composed.set('changes', changesSince(earlier, { figures, sections: sections() }, wording))
  return {
    language,
    title: title.trim() === '' ? say(`titles.${facts.definition.template}`, { project: facts.projectName }) : title,
    subtitle: subtitleOf(facts, wording),
    summary: summaryOf(facts, wording),
    figures,
    sections: sections(),
    logo,
    paper,
    lineage: lineageOf(facts, wording),
  }
}

function changesSince(
  earlier: KeptWriting | null,
  now: Pick<Report, 'figures' | 'sections'>,
  wording: Wording,
): Section {
  if (!earlier) return nothingToCompare(wording)
  return changesSection({ ...earlier, changes: compareContents(earlier.content, keptContent(now)) }, wording)
}

const subtitleOf = ({ projectName, run, writtenOn }: ReportFacts, { kit, say }: Wording): string =>
  run
    ? say('subtitle', { project: projectName, run: run.runId, day: kit.format.day(writtenOn) })
    : say('subtitleWithoutRun', { project: projectName, day: kit.format.day(writtenOn) })

/** Null where the section has nothing to say and need not say so. */
function composeSection(id: SectionId, facts: ReportFacts, wording: Wording): Section | null {
  switch (id) {
    case 'changes':
      return null // composed last, from all the others
    case 'notes':
      return notesSection(facts, wording)
    case 'data':
      return dataSection(facts, wording)
    case 'revenue':
      return revenueSection(facts, wording)
    case 'segments':
      return segmentsSection(facts, wording)
    case 'cohorts':
      return cohortsSection(facts, wording)
    case 'standing':
    case 'doubleJeopardy':
    case 'ladder':
    case 'brandCohorts':
    case 'switching':
    case 'promotion':
      return brandSection(id, facts, wording)
    case 'limits':
      return limitsSection(facts, wording)
    case 'lineage':
      return lineageSection(facts, wording)
    default:
      return facts.run ? ofRun[id]({ ...facts, run: facts.run }, wording) : withoutRun(id, wording)
  }
}

type RunSection = 'method' | 'models' | 'customers' | 'products' | 'atRisk' | 'importance'

const ofRun: Record<RunSection, (facts: RunFacts, wording: Wording) => Section> = {
  method: methodSection,
  models: modelsSection,
  customers: customersSection,
  products: productsSection,
  atRisk: atRiskSection,
  importance: importanceSection,
}

const withoutRun = (id: RunSection, { say }: Wording): Section => ({
  id,
  title: say(`sections.${id}`),
  blocks: [{ kind: 'note', tone: 'caution', text: say('sections.needsRun') }],
})
