import type { CellKind } from '../charts/chart.ts'
import type { ReportTable } from './types.ts'
import { isEstimate } from './wording.ts'

/** A table of single values: an estimate with its interval becomes three columns. */
export interface FlatTable {
  columns: { label: string; kind: CellKind }[]
  rows: (string | number | null)[][]
}

/** What the number in a cell is: of its column, or of its row where rows differ. */
export function kindOf(
  { columns, rowKinds }: Pick<ReportTable, 'columns' | 'rowKinds'>,
  row: number,
  column: number,
): CellKind {
  const { kind } = columns[column]
  return kind === 'number' ? (rowKinds?.[row] ?? kind) : kind
}

/** `low` and `high` word the heads of an interval's ends. */
export function flattenTable(
  { columns, rows }: Pick<ReportTable, 'columns' | 'rows'>,
  words: { low: string; high: string },
): FlatTable {
  const spread = columns.map((_, at) => rows.some((row) => isEstimate(row[at])))
  return {
    columns: columns.flatMap(({ label, kind }, at) =>
      spread[at]
        ? [
            { label, kind },
            { label: `${label} · ${words.low}`, kind },
            { label: `${label} · ${words.high}`, kind },
          ]
        : [{ label, kind }],
    ),
    rows: rows.map((row) =>
      row.flatMap((cell, at): (string | number | null)[] => {
        if (isEstimate(cell)) return [cell.value, cell.low, cell.high]
        return spread[at] ? [cell, null, null] : [cell]
      }),
    ),
  }
}
