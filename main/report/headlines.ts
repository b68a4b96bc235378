import { withInterval } from '../charts/format.ts'
import { tasks } from '../features/types.ts'
import { filterWords } from './filterWords.ts'
import type { ReportFacts } from './gather.ts'
import { isNarrowed } from './definition.ts'
import type { KeyFigure } from './types.ts'
import { momentWords, type Wording } from './wording.ts'

/** One paragraph in numbers: the data, what the filter's customers bought, what is expected, and how far the model can be trusted. */
export function summaryOf(facts: ReportFacts, wording: Wording): string {
  const { profile, run, asOf, projectName } = facts
  const { kit, say } = wording
  const { format } = kit
  const { behaviour } = profile.tables
  const sentences = [
    say('summary.data', {
      project: projectName,
      acts: format.count(behaviour.rows),
      users: format.count(behaviour.users),
      purchases: format.count(behaviour.purchases),
      from: behaviour.from === null ? format.count(null) : format.day(behaviour.from),
      to: behaviour.to === null ? format.count(null) : format.day(behaviour.to),
    }),
    ...boughtWords(facts, wording),
    ...expectedWords(facts, wording),
    ...verdictWords(facts, wording),
  ]
  if (asOf) sentences.push(say('summary.asOf', momentWords(asOf, wording)))
  else if (run?.stale) sentences.push(say('limits.stale'))
  return sentences.join(say('sentenceSeparator'))
}

function boughtWords(facts: ReportFacts, wording: Wording): string[] {
  const { figures } = facts.overview
  if (facts.profile.tables.behaviour.from === null) return []
  const { format } = wording.kit
  const bought = { customers: format.count(figures.customers), revenue: format.money(figures.revenue) }
  return [
    isNarrowed(facts.definition)
      ? wording.say('summary.boughtOfFilter', { ...bought, filter: filterWords(facts, wording) })
      : wording.say('summary.bought', bought),
  ]
}

function expectedWords({ value, run, isOfSome }: ReportFacts, { kit, say }: Wording): string[] {
  if (!value || !run) return []
  const { format } = kit
  return [
    say(isOfSome ? 'summary.valueOfFilter' : 'summary.value', {
      customers: format.count(value.customers),
      days: run.horizonDays,
      day: format.day(run.scoredAt),
      total: format.money(value.total),
      share: format.percent(value.topShare),
    }),
  ]
}

function verdictWords({ run }: ReportFacts, { say, task }: Wording): string[] {
  const measured = tasks.filter((name) => run?.tasks[name])
  const better = measured.filter((name) => run?.tasks[name]?.beatsBestBaseline)
  const others = measured.filter((name) => !run?.tasks[name]?.beatsBestBaseline)
  const names = (list: typeof measured) => list.map(task).join(say('listSeparator'))
  return [
    ...(better.length > 0 ? [say('summary.better', { tasks: names(better) })] : []),
    ...(others.length > 0 ? [say('summary.notBetter', { tasks: names(others) })] : []),
  ]
}

/** Buyers and revenue are those of the page about customers: of the filter's days, less returns. */
export function figuresOf(facts: ReportFacts, wording: Wording): KeyFigure[] {
  const { kit, say } = wording
  const { format } = kit
  const { figures, span } = facts.overview
  const hasActs = facts.profile.tables.behaviour.from !== null
  return [
    {
      ...{ id: 'buyers', number: figures.customers, kind: 'count' },
      label: say('figures.buyers'),
      value: format.count(figures.customers),
      detail: hasActs ? say('figures.buyersDetail', { from: format.day(span.from), to: format.day(span.to) }) : '',
    },
    {
      ...{ id: 'revenue', number: figures.revenue, kind: 'money' },
      label: say('figures.revenue'),
      value: format.money(figures.revenue),
      detail: say('figures.revenueDetail', { each: withInterval(figures.spendPerCustomer, format.money) }),
    },
    ...expectedFigures(facts, wording),
    ...modelFigures(facts, wording),
  ]
}

/** Predicted value is of everything that a customer buys, whatever goods the filter names. */
function expectedFigures({ value, run, isOfSome }: ReportFacts, { kit, say }: Wording): KeyFigure[] {
  if (!value || !run) return []
  const { format } = kit
  const scored = { customers: format.count(value.customers), days: run.horizonDays }
  return [
    {
      ...{ id: 'expected', number: value.total, kind: 'money' },
      label: say('figures.expected'),
      value: format.money(value.total),
      detail: say(isOfSome ? 'figures.expectedDetailOfFilter' : 'figures.expectedDetail', scored),
    },
    {
      ...{ id: 'top', number: value.topShare, kind: 'percent' },
      label: say('figures.top'),
      value: format.percent(value.topShare),
      detail: say('figures.topDetail'),
    },
  ]
}

function modelFigures({ run }: ReportFacts, { say }: Wording): KeyFigure[] {
  if (!run) return []
  const reports = tasks.flatMap((name) => run.tasks[name] ?? [])
  const beats = reports.filter((report) => report.beatsBestBaseline).length
  return [
    {
      ...{ id: 'beats', number: beats, kind: 'count' },
      label: say('figures.beats'),
      value: say('figures.beatsValue', { beats, tasks: reports.length }),
      detail: say('figures.beatsDetail'),
    },
  ]
}
