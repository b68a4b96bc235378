import { wordsFor, type CellKind, type ChartKit } from '../charts/chart.ts'
import { taskName } from '../charts/taskWords.ts'
import { withInterval } from '../charts/format.ts'
import type { Task } from '../features/types.ts'
import type { Estimate } from '../model/types.ts'
import type { ReportFacts } from './gather.ts'
import type { Block, ReportTable } from './types.ts'

type Params = Record<string, string | number>

/** How the sections find their words. */
export interface Wording {
  kit: ChartKit
  /** A sentence of the report, by its key under `report.document`. */
  say(key: string, params?: Params): string
  task(task: Task): string
  metric(name: string): string
  baseline(name: string): string
  paragraph(key: string, params?: Params): Block
  heading(key: string, params?: Params): Block
}

export function createWording(kit: ChartKit): Wording {
  const say = (key: string, params?: Params) => kit.translate(`report.document.${key}`, params)
  return {
    kit,
    say,
    task: (task) => taskName(task, kit),
    metric: (name) => wordsFor(kit, 'charts.metrics', name),
    baseline: (name) => wordsFor(kit, 'charts.baselines', name),
    paragraph: (key, params) => ({ kind: 'paragraph', text: say(key, params) }),
    heading: (key, params) => ({ kind: 'heading', text: say(key, params) }),
  }
}

export const isEstimate = (cell: unknown): cell is Estimate =>
  typeof cell === 'object' && cell !== null && 'low' in cell

/** `412 (371–455)` in the brief form of its kind. */
export function estimateWords(estimate: Estimate, kind: CellKind, { format }: ChartKit): string {
  const brief = kind === 'money' ? format.money : kind === 'percent' ? format.percent : format.number
  return withInterval(estimate, brief)
}

/** Pairs of what and which, as a table without a head. */
export const factTable = (id: string, title: string, facts: [name: string, value: string][]): Block => ({
  kind: 'table',
  table: {
    id,
    title,
    subtitle: '',
    columns: [
      { label: '', kind: 'text' },
      { label: '', kind: 'text' },
    ],
    rows: facts,
    keys: 1,
  } satisfies ReportTable,
})

/** The past state that a report shows, in words: when it came about and by which step; dashes where nobody knows. */
export function momentWords({ day, action, subject }: NonNullable<ReportFacts['asOf']>, { kit, say }: Wording): Params {
  const done = action === null ? null : kit.translate(`history.actions.${action}`)
  return {
    day: day === null ? kit.format.count(null) : kit.format.day(day),
    step: done === null ? say('data.beginning') : kit.translate('history.step', { action: done, subject }),
  }
}
