import type { CellKind } from '../charts/chart.ts'
import type { KeptContent, Report, ReportCell, ReportTable } from './types.ts'
import { isEstimate } from './wording.ts'

/** One number then and now. */
export interface Move {
  before: number | null
  now: number | null
  kind: CellKind
}

export interface TableChange {
  id: string
  title: string
  keys: number
  /** The names of the rows that are new, and of those that are gone. */
  came: string[]
  went: string[]
  /** Cells of rows that are in both: the largest relative moves first. */
  moved: (Move & { row: string; column: string })[]
}

export interface ReportChanges {
  figures: (Move & { id: string; label: string })[]
  tables: TableChange[]
}

/** What of a report is kept for comparing. Fact tables without a head say nothing that moves. */
export const keptContent = ({ figures, sections }: Pick<Report, 'figures' | 'sections'>): KeptContent => ({
  figures: figures.map(({ id, label, number, kind }) => ({ id, label, number, kind })),
  tables: sections
    .filter(({ id }) => id !== 'changes' && id !== 'lineage')
    .flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])))
    .filter(({ keys, columns }) => keys > 0 && columns.some(({ label }) => label !== '')),
})

/** What has changed since the last writing: figures that moved, rows that came and went, cells that moved. */
export function compareContents(before: KeptContent, now: KeptContent): ReportChanges {
  const figures = now.figures.flatMap((figure) => {
    const old = before.figures.find(({ id }) => id === figure.id)
    if (!old || old.number === figure.number) return []
    return [{ id: figure.id, label: figure.label, before: old.number, now: figure.number, kind: figure.kind }]
  })
  const tables = now.tables.flatMap((table) => {
    const old = before.tables.find(({ id }) => id === table.id)
    const change = old && compareTables(old, table)
    return change && change.came.length + change.went.length + change.moved.length > 0 ? [change] : []
  })
  return { figures, tables }
}

function compareTables(before: ReportTable, now: ReportTable): TableChange {
  const [old, current] = [byName(before), byName(now)]
  const moved = [...current].flatMap(([row, cells]) => {
    const earlier = old.get(row)
    if (!earlier) return []
    return now.columns.flatMap(({ label, kind }, at) => {
      if (at < now.keys) return []
      const was = before.columns.findIndex((column) => column.label === label)
      if (was < 0) return []
      const [a, b] = [numberOf(earlier[was]), numberOf(cells[at])]
      return a === b ? [] : [{ row, column: label, before: a, now: b, kind }]
    })
  })
  return {
    id: now.id,
    title: now.title,
    keys: now.keys,
    came: [...current.keys()].filter((row) => !old.has(row)),
    went: [...old.keys()].filter((row) => !current.has(row)),
    moved: moved.sort((a, b) => relativeMove(b) - relativeMove(a)),
  }
}

/** Rows by the cells that name them. */
const byName = ({ rows, keys }: ReportTable): Map<string, ReportCell[]> =>
  new Map(
    rows.map((cells) => [
      cells
        .slice(0, keys)
        .map((cell) => (cell === null || isEstimate(cell) ? '–' : String(cell)))
        .join(' · '),
      cells,
    ]),
  )

const numberOf = (cell: ReportCell | undefined): number | null => {
  const value = isEstimate(cell) ? cell.value : cell
  return typeof value === 'number' ? value : null
}

/** Of 0 to 1; what was missing or nothing and is there now has moved altogether. */
const relativeMove = ({ before, now }: Move): number => {
  const [a, b] = [before ?? 0, now ?? 0]
  return Math.abs(b - a) / Math.max(Math.abs(a), Math.abs(b), Number.MIN_VALUE)
}
