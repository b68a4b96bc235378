import { calibrationChart } from '../../charts/calibration.ts'
import { decileChart } from '../../charts/deciles.ts'
import { metricForest } from '../../charts/forest.ts'
import { withInterval } from '../../charts/format.ts'
import { isOwn, sideTableOf, tasks, type SideTable, type Task } from '../../features/types.ts'
import type { SideResults } from '../../model/sideTypes.ts'
import { primaryMetricOf, type RunDetails, type TaskReport } from '../../model/types.ts'
import type { RunFacts } from '../gather.ts'
import { tasksOf } from '../tasksOf.ts'
import type { Block, Section } from '../types.ts'
import { estimateWords, type Wording } from '../wording.ts'
import { horizonTable } from './horizons.ts'
import { ownTaskWords } from './ownTaskWords.ts'

/** Every task's figures beside its baselines, and whether the model is worth having. */
export function modelsSection({ run }: RunFacts, wording: Wording): Section {
  const { say, paragraph, kit, task: taskWords } = wording
  const blocks: Block[] = [paragraph('models.intro')]
  for (const task of tasksOf(run)) {
    const report = run.tasks[task]
    if (report) blocks.push(...taskBlocks(task, report, run, wording))
  }
  for (const { task, reason } of run.skipped) {
    const why = kit.translate(`model.skipped.${reason}`)
    blocks.push({ kind: 'note', tone: 'caution', text: say('models.skipped', { task: taskWords(task), reason: why }) })
  }
  blocks.push(...sideBlocks(run.side, wording))
  return { id: 'models', title: say('models.title'), blocks }
}

/** What stands apart from the main tables: one heading for all, then the verdict and the figures of each task. */
function sideBlocks({ tasks: reports, skipped }: SideResults, wording: Wording): Block[] {
  const { kit, say, paragraph, task: taskWords } = wording
  const nameOf = (table: SideTable) => kit.translate(`model.side.${table}.tab`)
  const blocks: Block[] = []
  for (const task of tasks) {
    const report = reports[task]
    if (!report) continue
    if (blocks.length === 0) blocks.push(paragraph('models.side.note'))
    const table = `${nameOf(sideTableOf[task])} · ${taskWords(task)}`
    blocks.push({ kind: 'heading', text: say('models.side.title', { table }) })
    blocks.push(verdict(task, report, wording), metricTable(task, report, wording, 'side:'))
  }
  for (const { table, reason } of skipped) {
    const why = kit.translate(`model.side.skipped.${reason}`)
    blocks.push({
      kind: 'note',
      tone: 'caution',
      text: say('models.side.skipped', { table: nameOf(table), reason: why }),
    })
  }
  return blocks
}

function taskBlocks(task: Task, report: TaskReport, run: RunDetails, wording: Wording): Block[] {
  const { kit, task: taskWords } = wording
  const metric = primaryMetricOf(task)
  const blocks: Block[] = [
    { kind: 'heading', text: taskWords(task) },
    {
      kind: 'paragraph',
      text: isOwn(task)
        ? ownTaskWords(task, run, kit)
        : kit.translate(`model.taskWords.${task}`, { days: run.horizonDays }),
    },
    verdict(task, report, wording),
    metricTable(task, report, wording),
    ...(report.horizons ? [horizonTable(report, run.horizonDays, wording)] : []),
    { kind: 'chart', chart: metricForest({ task, metric, primaryMetric: metric, report }, kit) },
  ]
  if (report.deciles.length > 0) {
    const [deciles, bins] = [report.deciles, report.calibration]
    blocks.push({
      kind: 'charts',
      charts: [decileChart({ task, deciles }, kit), calibrationChart({ task, bins }, kit)],
    })
  }
  return blocks
}

/** True where even the paired interval says that the best baseline does better. */
export function isWorse({ bestBaseline, advantage }: TaskReport): boolean {
  const high = bestBaseline === null ? null : advantage[bestBaseline].high
  return high !== null && high < 0
}

/** One plain sentence: does the model beat the best of its baselines? */
function verdict(task: Task, report: TaskReport, { kit, say, metric, baseline }: Wording): Block {
  const name = primaryMetricOf(task)
  const { bestBaseline } = report
  const model = estimateWords(report.metrics[name], 'number', kit)
  const rows = kit.format.count(report.testRows)
  if (bestBaseline === null) {
    return { kind: 'note', tone: 'caution', text: say('models.alone', { metric: metric(name), model, rows }) }
  }
  const advantage = report.advantage[bestBaseline]
  const params = {
    metric: metric(name),
    model,
    rows,
    baseline: baseline(bestBaseline),
    baselineValue: estimateWords(report.baselines[bestBaseline][name], 'number', kit),
    advantage: withInterval(advantage, kit.format.signed, kit.format.number),
  }
  if (report.beatsBestBaseline) return { kind: 'note', tone: 'good', text: say('models.beats', params) }
  return { kind: 'note', tone: 'caution', text: say(isWorse(report) ? 'models.worse' : 'models.notBetter', params) }
}

function metricTable(task: Task, report: TaskReport, { kit, say, metric, baseline }: Wording, prefix = ''): Block {
  const primary = primaryMetricOf(task)
  const measured = Object.keys(report.metrics).filter((name) => report.metrics[name].value !== null)
  const names = [primary, ...measured.filter((name) => name !== primary)]
  const baselines = Object.keys(report.baselines)
  return {
    kind: 'table',
    table: {
      id: `metrics:${prefix}${task}`,
      title: say('models.metrics'),
      subtitle: say('models.metricsNote', { rows: kit.format.count(report.testRows) }),
      columns: [
        { label: say('models.metric'), kind: 'text' },
        { label: kit.translate('charts.forest.model'), kind: 'number' },
        ...baselines.map((name) => ({ label: baseline(name), kind: 'number' as const })),
      ],
      rows: names.map((name) => [
        metric(name),
        report.metrics[name] ?? null,
        ...baselines.map((subject) => report.baselines[subject][name] ?? null),
      ]),
      keys: 1,
    },
  }
}
