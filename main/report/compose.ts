import type { ChartKit } from '../charts/chart.ts'
import { tasks } from '../features/types.ts'
import { compareContents, keptContent } from './compare.ts'
import { shownSections } from './definition.ts'
import type { ReportFacts, RunFacts } from './gather.ts'
import type { SectionId } from './sectionIds.ts'
import { atRiskSection } from './sections/atRisk.ts'
import { brandSection } from './sections/brands.ts'
import { changesSection } from './sections/changes.ts'
import { customersSection } from './sections/customers.ts'
import { dataSection } from './sections/data.ts'
import { importanceSection } from './sections/importance.ts'
import { limitsSection } from './sections/limits.ts'
import { lineageOf, lineageSection } from './sections/lineage.ts'
import { methodSection } from './sections/method.ts'
import { modelsSection } from './sections/models.ts'
import { notesSection } from './sections/notes.ts'
import { productsSection } from './sections/products.ts'
import type { KeptContent, KeyFigure, Report, Section } from './types.ts'
import { momentWords, createWording, type Wording } from './wording.ts'

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
  if (earlier && ids.includes('changes')) {
    const changes = compareContents(earlier.content, keptContent({ figures, sections: sections() }))
    composed.set('changes', changesSection({ ...earlier, changes }, wording))
  }
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
    case 'standing':
    case 'doubleJeopardy':
    case 'ladder':
    case 'switching':
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

/** One paragraph in numbers: the data, what is expected, and how far the model can be trusted. */
function summaryOf({ profile, run, asOf, value, projectName }: ReportFacts, wording: Wording): string {
  const { kit, say, task } = wording
  const { format } = kit
  const { behaviour } = profile.tables
  const measured = tasks.filter((name) => run?.tasks[name])
  const [better, others] = [
    measured.filter((name) => run?.tasks[name]?.beatsBestBaseline),
    measured.filter((name) => !run?.tasks[name]?.beatsBestBaseline),
  ]
  const names = (list: typeof measured) => list.map(task).join(say('listSeparator'))
  const sentences = [
    say('summary.data', {
      project: projectName,
      acts: format.count(behaviour.rows),
      users: format.count(behaviour.users),
      purchases: format.count(behaviour.purchases),
      from: behaviour.from === null ? format.count(null) : format.day(behaviour.from),
      to: behaviour.to === null ? format.count(null) : format.day(behaviour.to),
    }),
  ]
  if (value && run) {
    sentences.push(
      say('summary.value', {
        customers: format.count(value.customers),
        days: run.horizonDays,
        day: format.day(run.scoredAt),
        total: format.money(value.total),
        share: format.percent(value.topShare),
      }),
    )
  }
  if (better.length > 0) sentences.push(say('summary.better', { tasks: names(better) }))
  if (others.length > 0) sentences.push(say('summary.notBetter', { tasks: names(others) }))
  if (asOf) sentences.push(say('summary.asOf', momentWords(asOf, wording)))
  else if (run?.stale) sentences.push(say('limits.stale'))
  return sentences.join(say('sentenceSeparator'))
}

function figuresOf({ profile, run, value }: ReportFacts, { kit, say }: Wording): KeyFigure[] {
  const { format } = kit
  const { behaviour } = profile.tables
  const revenue = behaviour.revenue - behaviour.returned
  const figures: KeyFigure[] = [
    {
      ...{ id: 'buyers', number: behaviour.buyers, kind: 'count' },
      label: say('figures.buyers'),
      value: format.count(behaviour.buyers),
      detail: say('figures.buyersDetail', { users: format.count(behaviour.users) }),
    },
    {
      ...{ id: 'revenue', number: revenue, kind: 'money' },
      label: say('figures.revenue'),
      value: format.money(revenue),
      detail: say('figures.revenueDetail', { returned: format.money(behaviour.returned) }),
    },
  ]
  if (value && run) {
    figures.push(
      {
        ...{ id: 'expected', number: value.total, kind: 'money' },
        label: say('figures.expected'),
        value: format.money(value.total),
        detail: say('figures.expectedDetail', { customers: format.count(value.customers), days: run.horizonDays }),
      },
      {
        ...{ id: 'top', number: value.topShare, kind: 'percent' },
        label: say('figures.top'),
        value: format.percent(value.topShare),
        detail: say('figures.topDetail'),
      },
    )
  }
  if (run) {
    const reports = tasks.flatMap((name) => run.tasks[name] ?? [])
    const beats = reports.filter((report) => report.beatsBestBaseline).length
    figures.push({
      ...{ id: 'beats', number: beats, kind: 'count' },
      label: say('figures.beats'),
      value: say('figures.beatsValue', { beats, tasks: reports.length }),
      detail: say('figures.beatsDetail'),
    })
  }
  return figures
}
