import { weeklyActs, weeklyActsOf } from '../../charts/weeklyActs.ts'
import type { ReportFacts } from '../gather.ts'
import type { Block, Section } from '../types.ts'
import { momentWords, type Wording } from '../wording.ts'

/** What was imported, from when to when, what was rejected, and what is doubtful about it. */
export function dataSection(facts: ReportFacts, wording: Wording): Section {
  const { kit, say, paragraph } = wording
  const { format } = kit
  const { behaviour } = facts.profile.tables
  const { asOf } = facts
  const blocks: Block[] = [
    ...(asOf ? [{ kind: 'note', tone: 'caution', text: say('data.asOf', momentWords(asOf, wording)) } as const] : []),
    behaviour.from === null || behaviour.to === null
      ? paragraph('data.none')
      : paragraph('data.answer', {
          acts: format.count(behaviour.rows),
          users: format.count(behaviour.users),
          products: format.count(behaviour.products),
          from: format.day(behaviour.from),
          to: format.day(behaviour.to),
          timezone: facts.timezone,
          purchases: format.count(behaviour.purchases),
          returns: format.count(behaviour.returns),
          buyers: format.count(behaviour.buyers),
          revenue: format.money(behaviour.revenue),
          returned: format.money(behaviour.returned),
        }),
  ]
  if (facts.profile.overTime.length > 0)
    blocks.push({ kind: 'chart', chart: weeklyActs(weeklyActsOf(facts.profile), kit) })
  blocks.push(sourceTable(facts, wording))
  if (facts.rejects.length > 0) blocks.push(rejectTable(facts, wording))
  const { warnings } = facts.profile
  if (warnings.length > 0) {
    blocks.push({ kind: 'heading', text: say('data.warnings') })
    blocks.push({
      kind: 'list',
      items: warnings.map(({ code, params }) => {
        const counted = Object.entries(params).map(([name, value]) => [
          name,
          typeof value === 'number' ? format.count(value) : value,
        ])
        return kit.translate(`dataset.warnings.${code}`, Object.fromEntries(counted))
      }),
    })
  }
  return { id: 'data', title: say('data.title'), blocks }
}

function sourceTable({ sources }: ReportFacts, { kit, say }: Wording): Block {
  return {
    kind: 'table',
    table: {
      id: 'sources',
      title: say('data.sources'),
      subtitle: say('data.sourcesNote'),
      columns: [
        { label: say('data.file'), kind: 'text' },
        { label: say('data.kind'), kind: 'text' },
        { label: say('data.from'), kind: 'day' },
        { label: say('data.to'), kind: 'day' },
        { label: say('data.read'), kind: 'count' },
        { label: say('data.kept'), kind: 'count' },
        { label: say('data.rejected'), kind: 'count' },
        { label: say('data.duplicate'), kind: 'count' },
      ],
      rows: sources.map((source) => [
        source.name,
        kit.translate(`dataset.kinds.${source.kind}.name`),
        source.from,
        source.to,
        source.rowsRead,
        source.rowsKept,
        source.rowsRejected,
        source.rowsDuplicate,
      ]),
      keys: 1,
    },
  }
}

function rejectTable({ rejects }: ReportFacts, { kit, say }: Wording): Block {
  const words = (reason: string) => {
    const known = kit.translate(`dataset.rejects.${reason}`)
    if (known !== `dataset.rejects.${reason}`) return known
    const [problem, field] = reason.split(/\.(.*)/s)
    return kit.translate(`dataset.rejects.${problem}.field`, { field: kit.translate(`dataset.fields.${field}`) })
  }
  return {
    kind: 'table',
    table: {
      id: 'rejects',
      title: say('data.rejects'),
      subtitle: '',
      columns: [
        { label: say('data.file'), kind: 'text' },
        { label: say('data.reason'), kind: 'text' },
        { label: say('data.rows'), kind: 'count' },
      ],
      rows: rejects.map(({ file, reason, rows }) => [file, words(reason), rows]),
      keys: 2,
    },
  }
}
