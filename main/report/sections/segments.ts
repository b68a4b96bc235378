import { movementChart } from '../../charts/movement.ts'
import type { SegmentRow } from '../../insight/customers/types.ts'
import type { ReportFacts } from '../gather.ts'
import type { Block, ReportTable, Section } from '../types.ts'
import type { Wording } from '../wording.ts'
import { heldWords } from './held.ts'
import { lower } from './layout.ts'

/** Every customer in one segment of recency, frequency and money, and where they stood before. */
export function segmentsSection({ segments }: ReportFacts, wording: Wording): Section {
  const { kit, say, paragraph } = wording
  const section = { id: 'segments', title: say('segments.title') }
  const customers = segments?.rows.reduce((sum, row) => sum + row.customers, 0) ?? 0
  if (!segments || customers === 0) return { ...section, blocks: [paragraph('revenue.nobody')] }
  const { thresholds, span, overdue, moved } = segments
  const { recentDays, lostDays, manyDays, topShare } = thresholds
  const { format } = kit
  const blocks: Block[] = [
    paragraph('segments.answer', {
      ...{ day: format.day(span.to), customers: format.count(customers), recentDays, lostDays, manyDays },
      top: format.wholePercent(topShare),
    }),
    { kind: 'table', table: segmentTable(segments.rows, customers, wording) },
    paragraph('segments.overdue', {
      ...{ customers: format.count(overdue.customers), known: format.count(overdue.known) },
      spend: format.money(overdue.yearSpend),
    }),
  ]
  if (!moved) return { ...section, blocks: [...blocks, paragraph('held.none')] }
  const names = segments.rows.map(({ segment }) => segment)
  const days = { then: moved.before.to, now: moved.now.to }
  const chart = lower(movementChart({ counts: moved.counts, segments: names, ...days }, kit), 0.8)
  const held = moved.isAsked ? heldWords(moved, wording) : paragraph('segments.halves', { then: format.day(days.then) })
  return { ...section, blocks: [...blocks, held, { kind: 'chart', chart }] }
}

function segmentTable(rows: SegmentRow[], customers: number, { kit, say }: Wording): ReportTable {
  const spend = rows.reduce((sum, row) => sum + row.spend, 0)
  const isScored = rows.some(({ scored }) => scored > 0)
  return {
    id: 'segments',
    title: say('segments.table'),
    subtitle: say(isScored ? 'segments.scoredNote' : 'segments.tableNote'),
    columns: [
      { label: say('segments.segment'), kind: 'text' },
      { label: say('findings.customerCount'), kind: 'count' },
      { label: say('segments.share'), kind: 'percent' },
      { label: say('segments.spend'), kind: 'money' },
      { label: say('segments.spendShare'), kind: 'percent' },
      ...(isScored ? [{ label: say('segments.value'), kind: 'money' as const }] : []),
    ],
    rows: rows.map((row) => [
      kit.translate(`charts.customers.segments.${row.segment}`),
      row.customers,
      row.customers / customers,
      row.spend,
      spend > 0 ? row.spend / spend : null,
      ...(isScored ? [row.value] : []),
    ]),
    keys: 1,
  }
}
