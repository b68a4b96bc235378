import type { ChartKit } from '../charts/chart.ts'
import { tasks } from '../features/types.ts'
import type { ReportFacts } from './gather.ts'
import { dataSection } from './sections/data.ts'
import { findingsSection } from './sections/findings.ts'
import { limitsSection } from './sections/limits.ts'
import { lineageSection } from './sections/lineage.ts'
import { methodSection } from './sections/method.ts'
import { modelsSection } from './sections/models.ts'
import type { KeyFigure, Report } from './types.ts'
import { createWording, momentWords, type Wording } from './wording.ts'

/** The report as data. `title` replaces the standing one where it is not empty. */
export function composeReport(facts: ReportFacts, language: string, title: string, kit: ChartKit): Report {
  const wording = createWording(kit)
  const { say } = wording
  const sections = [dataSection, methodSection, modelsSection, findingsSection, limitsSection, lineageSection]
  return {
    language,
    title: title === '' ? say('title', { project: facts.projectName }) : title,
    subtitle: say('subtitle', {
      project: facts.projectName,
      run: facts.run.runId,
      day: kit.format.day(facts.writtenOn),
    }),
    summary: summaryOf(facts, wording),
    figures: figuresOf(facts, wording),
    sections: sections.map((compose) => compose(facts, wording)),
  }
}

/** One paragraph in numbers: the data, what is expected, and how far the model can be trusted. */
function summaryOf({ profile, run, asOf, value, projectName }: ReportFacts, wording: Wording): string {
  const { kit, say, task } = wording
  const { format } = kit
  const { behaviour } = profile.tables
  const measured = tasks.filter((name) => run.tasks[name])
  const [better, others] = [
    measured.filter((name) => run.tasks[name]?.beatsBestBaseline),
    measured.filter((name) => !run.tasks[name]?.beatsBestBaseline),
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
  if (value) {
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
  else if (run.stale) sentences.push(say('limits.stale'))
  return sentences.join(say('sentenceSeparator'))
}

function figuresOf({ profile, run, value }: ReportFacts, { kit, say }: Wording): KeyFigure[] {
  const { format } = kit
  const { behaviour } = profile.tables
  const reports = tasks.flatMap((name) => run.tasks[name] ?? [])
  const beats = reports.filter((report) => report.beatsBestBaseline).length
  const figures: KeyFigure[] = [
    {
      label: say('figures.buyers'),
      value: format.count(behaviour.buyers),
      detail: say('figures.buyersDetail', { users: format.count(behaviour.users) }),
    },
    {
      label: say('figures.revenue'),
      value: format.money(behaviour.revenue - behaviour.returned),
      detail: say('figures.revenueDetail', { returned: format.money(behaviour.returned) }),
    },
  ]
  if (value) {
    figures.push(
      {
        label: say('figures.expected'),
        value: format.money(value.total),
        detail: say('figures.expectedDetail', { customers: format.count(value.customers), days: run.horizonDays }),
      },
      {
        label: say('figures.top'),
        value: format.percent(value.topShare),
        detail: say('figures.topDetail'),
      },
    )
  }
  figures.push({
    label: say('figures.beats'),
    value: say('figures.beatsValue', { beats, tasks: reports.length }),
    detail: say('figures.beatsDetail'),
  })
  return figures
}
