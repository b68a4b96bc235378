import type { Move, ReportChanges, TableChange } from '../compare.ts'
import type { Block, ReportTable, Section } from '../types.ts'
import type { Wording } from '../wording.ts'

const rowsNamed = 30
const cellsListed = 25

/** The last writing of the same report that told of other data or another run, and what has changed since. */
export interface EarlierWriting {
  day: string
  runId: number | null
  changes: ReportChanges
}

/** What has changed since the last writing. */
export function changesSection(earlier: EarlierWriting, wording: Wording): Section {
  const { kit, say, paragraph } = wording
  const { figures, tables } = earlier.changes
  const params = { day: kit.format.day(earlier.day), run: earlier.runId === null ? '–' : `#${earlier.runId}` }
  const blocks: Block[] = [paragraph('changes.since', params)]
  if (figures.length + tables.length === 0) blocks.push(paragraph('changes.nothing'))
  if (figures.length > 0) blocks.push({ kind: 'table', table: figureTable(figures, wording) })
  for (const table of tables) blocks.push(...tableBlocks(table, wording))
  return { id: 'changes', title: say('changes.title'), blocks }
}

/** There is nothing to compare with: the section was asked for, and does not go without a word. */
export function nothingToCompare({ say, paragraph }: Wording): Section {
  return { id: 'changes', title: say('changes.title'), blocks: [paragraph('changes.none')] }
}

function figureTable(figures: ReportChanges['figures'], { say }: Wording): ReportTable {
  return {
    id: 'changes:figures',
    title: say('changes.figures'),
    subtitle: '',
    columns: [{ label: say('changes.figure'), kind: 'text' }, ...moveColumns(say)],
    rows: figures.map(({ label, ...move }) => [label, ...moveCells(move)]),
    rowKinds: figures.map(({ kind }) => kind),
    keys: 0,
  }
}

function tableBlocks({ id, title, came, went, moved }: TableChange, { kit, say, heading }: Wording): Block[] {
  const named = (names: string[]) =>
    [...names.slice(0, rowsNamed), ...(names.length > rowsNamed ? ['…'] : [])].join(say('listSeparator'))
  const items = [
    ...(came.length > 0 ? [say('changes.came', { rows: kit.format.count(came.length), names: named(came) })] : []),
    ...(went.length > 0 ? [say('changes.went', { rows: kit.format.count(went.length), names: named(went) })] : []),
  ]
  const blocks: Block[] = [heading('changes.table', { table: title })]
  if (items.length > 0) blocks.push({ kind: 'list', items })
  if (moved.length === 0) return blocks
  const shown = moved.slice(0, cellsListed)
  blocks.push({
    kind: 'table',
    table: {
      id: `changes:${id}`,
      title: say('changes.moved'),
      subtitle: say('changes.movedNote', { shown: shown.length, cells: kit.format.count(moved.length) }),
      columns: [
        { label: say('changes.row'), kind: 'text' },
        { label: say('changes.column'), kind: 'text' },
        ...moveColumns(say),
      ],
      rows: shown.map(({ row, column, ...move }) => [row, column, ...moveCells(move)]),
      rowKinds: shown.map(({ kind }) => kind),
      keys: 0,
    },
  })
  return blocks
}

const moveColumns = (say: Wording['say']): ReportTable['columns'] => [
  { label: say('changes.before'), kind: 'number' },
  { label: say('changes.now'), kind: 'number' },
  { label: say('changes.relative'), kind: 'percent' },
]

const moveCells = ({ before, now }: Move) => [
  before,
  now,
  before === null || now === null || before === 0 ? null : now / before - 1,
]
