import type { Task } from '../../features/types.ts'
import { isNarrowed } from '../definition.ts'
import { filterWords } from '../filterWords.ts'
import type { ReportFacts, RunFacts } from '../gather.ts'
import { tasksOf } from '../tasksOf.ts'
import type { Block, Section } from '../types.ts'
import type { Wording } from '../wording.ts'
import { isWorse } from './models.ts'

/** What the numbers do not say. */
export function limitsSection(facts: ReportFacts, wording: Wording): Section {
  const { say } = wording
  const run = facts.run ? { ...facts, run: facts.run } : null
  const items = [
    ...(isNarrowed(facts.definition) ? [say('limits.filter', { filter: filterWords(facts, wording) })] : []),
    ...(run ? modelItems(run, wording) : [say('limits.noRun')]),
    ...(facts.loyalty ? [say('limits.wallet')] : []),
    ...(facts.explanations.length > 0 ? [say('limits.importance')] : []),
    say('limits.association'),
    say('limits.returns'),
  ]
  return {
    id: 'limits',
    title: say('limits.title'),
    blocks: [...(run ? notesOn(run, wording) : []), { kind: 'list', items }],
  }
}

/** What can't be said of the models: where they are no better, what they leave out, what their figures rest on. */
function modelItems({ run }: RunFacts, { kit, say, task, baseline }: Wording): string[] {
  const items: string[] = []
  for (const name of tasksOf(run)) {
    const report = run.tasks[name]
    if (!report || report.beatsBestBaseline) continue
    items.push(
      report.bestBaseline === null
        ? say('limits.alone', { task: task(name) })
        : say(isWorse(report) ? 'limits.worse' : 'limits.notBetter', {
            task: task(name),
            baseline: baseline(report.bestBaseline),
          }),
    )
  }
  for (const { task: name, reason } of run.skipped) {
    items.push(say('limits.skipped', { task: task(name), reason: kit.translate(`model.skipped.${reason}`) }))
  }
  for (const { network, epoch, batch, suspect, kept } of run.learning.diverged ?? []) {
    const named = suspect === '' ? '–' : task(suspect as Task)
    items.push(kit.translate('model.learning.diverged', { network, epoch, batch, kept, task: named }))
  }
  if (run.newcomerRevenueShare !== null) {
    items.push(say('limits.newcomers', { share: kit.format.percent(run.newcomerRevenueShare) }))
  }
  if (run.setup.measure === 'margin')
    items.push(say('limits.margin', { share: kit.format.percent(run.setup.costShare) }))
  if (run.side.tasks.potential) items.push(say('limits.launches'))
  if (run.side.tasks.loyalty) items.push(say('limits.conquest'))
  items.push(say(`limits.level.${run.split}`))
  if (run.tasks.ltv) items.push(say('limits.single'), say('limits.selected'))
  return items
}

function notesOn({ run, asOf }: RunFacts, { say }: Wording): Block[] {
  const blocks: Block[] = []
  if (run.stale) blocks.push({ kind: 'note', tone: 'caution', text: say(asOf ? 'limits.staleAsOf' : 'limits.stale') })
  const gone = run.sources.filter(({ present }) => !present).map(({ name }) => name)
  // In a past state some of them may only be still to come.
  if (gone.length > 0 && !asOf)
    blocks.push({ kind: 'note', tone: 'caution', text: say('limits.gone', { files: gone.join(', ') }) })
  return blocks
}
