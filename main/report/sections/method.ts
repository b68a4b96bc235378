import { timelineChart } from '../../charts/timeline.ts'
import { dayMs, dayOf } from '../../charts/format.ts'
import type { RunFacts } from '../gather.ts'
import type { Block, Section } from '../types.ts'
import { factTable, type Wording } from '../wording.ts'

/** Cutoff, horizon, split and rows: what the figures of the models rest on. */
export function methodSection(facts: RunFacts, wording: Wording): Section {
  const { kit, say, paragraph } = wording
  const { format } = kit
  const { run } = facts
  const { setup, rows } = run
  const settings: [string, string][] = [
    [say('method.cutoff'), format.day(run.cutoff)],
    [say('method.horizon'), say('method.days', { days: run.horizonDays })],
    [say('method.measure'), say(`method.measures.${setup.measure}`, { share: format.percent(setup.costShare) })],
    [say('method.split'), say(`method.splits.${run.split}`, { k: setup.fold.k, n: setup.fold.n })],
    [say('method.trainingCutoffs'), setup.trainingCutoffs.map(format.day).join(' · ')],
    [
      say('method.rows'),
      say('method.rowCounts', {
        train: format.count(rows.train),
        validation: format.count(rows.validation),
        test: format.count(rows.test),
      }),
    ],
    [
      say('method.newcomers'),
      run.newcomerRevenueShare === null
        ? format.percent(null)
        : say('method.newcomerShare', { share: format.percent(run.newcomerRevenueShare) }),
    ],
    [say('method.scoredAt'), format.day(run.scoredAt)],
  ]
  const blocks: Block[] = [paragraph('method.leakage', { cutoff: format.day(run.cutoff), days: run.horizonDays })]
  blocks.push(factTable('settings', say('method.settings'), settings))
  const timeline = timelineOf(facts, wording)
  if (timeline) blocks.push(timeline)
  blocks.push(paragraph(`method.splitNote.${run.split}`))
  blocks.push(paragraph('method.intervals'))
  if (run.tasks.potential) blocks.push(paragraph('method.stock'))
  return { id: 'method', title: say('method.title'), blocks }
}

function timelineOf({ run, profile }: RunFacts, { kit }: Wording): Block | null {
  const { from, to } = profile.tables.behaviour
  if (from === null || to === null) return null
  const plan = {
    setup: run.setup,
    dataStart: from,
    dataEnd: dayOf(dayMs(to) + dayMs('1970-01-02')),
    weeks: profile.overTime.map(({ week, purchases, revenue }) => ({ from: week, purchases, spend: revenue })),
  }
  return { kind: 'chart', chart: timelineChart({ plan, cutoff: run.setup.cutoff, measure: 'purchases' }, kit) }
}
