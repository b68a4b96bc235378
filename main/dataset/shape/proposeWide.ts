import type { FileColumn } from '../types.ts'
import { readColumnDate } from './columnDates.ts'
import { freeName, isKnownName, type ShapeSample } from './proposal.ts'
import type { ShapeProposal } from './shaping.ts'
import type { ColumnSelection } from './steps.ts'
import { matchStar } from './unpivot.ts'

const fewestMonths = 3
const fewestAlike = 4
/** Share of empty or zero cells from which columns side by side look like a wide table, rather than like facts. */
const sparse = 0.25

/** Wide tables: columns called by months or days, or many number columns of like names. */
export function proposeUnpivot(sample: ShapeSample): ShapeProposal | null {
  const numeric = sample.columns.filter(({ type }) => type !== 'text' && type !== 'time')
  const dated = numeric.filter(({ name }) => readColumnDate(name) !== null)
  if (dated.length >= fewestMonths) return propose(sample, dated, { dates: true }, 'months')
  for (const { pattern, members } of starred(numeric)) {
    const parts = members.map(({ name }) => matchStar(pattern, name) ?? '')
    if (members.length >= fewestMonths && parts.every((part) => readColumnDate(part) !== null)) {
      return propose(sample, members, { pattern }, 'months')
    }
    if (members.length >= fewestAlike && mostlyFilled(sample, members) && shareOfNothing(sample, members) >= sparse) {
      return propose(sample, members, { pattern }, 'alike')
    }
  }
  const unknown = numeric.filter(({ name }) => !isKnownName(name))
  if (unknown.length < 2 * fewestAlike || !mostlyFilled(sample, unknown)) return null
  if (shareOfNothing(sample, unknown) < sparse) return null
  const others = sample.columns.filter((column) => !unknown.includes(column)).map(({ name }) => name)
  return propose(sample, unknown, { except: others }, 'alike')
}

function propose(
  sample: ShapeSample,
  members: FileColumn[],
  columns: ColumnSelection,
  reason: 'months' | 'alike',
): ShapeProposal {
  const whole = members.every(({ type }) => type === 'integer' || type === 'empty')
  return {
    reason,
    columns: members.map(({ name }) => name),
    steps: [
      {
        step: 'unpivot',
        columns,
        // Under these names they are proposed as what they most probably are.
        name: freeName(sample, reason === 'months' ? 'time' : 'brand'),
        value: freeName(sample, whole ? 'quantity' : 'amount'),
        read: reason === 'months' ? 'date' : 'text',
        zeros: shareOfNothing(sample, members) >= sparse ? 'skip' : 'keep',
      },
    ],
  }
}

/** Groups of columns whose names differ in one part alone: `sales 2024-05`, `sales 2024-06` are `sales *`; largest first. */
function starred(columns: FileColumn[]): { pattern: string; members: FileColumn[] }[] {
  const patterns = new Set<string>()
  for (const { name } of columns) {
    for (const cut of name.matchAll(/[\s_\-.:|/]+/g)) {
      patterns.add(`${name.slice(0, cut.index + cut[0].length)}*`)
      patterns.add(`*${name.slice(cut.index)}`)
    }
  }
  return [...patterns]
    .filter((pattern) => pattern.split('*').length === 2)
    .map((pattern) => ({ pattern, members: columns.filter(({ name }) => matchStar(pattern, name) !== null) }))
    .sort((a, b) => b.members.length - a.members.length)
}

/** Rows after which a column that is still empty is so as a rule. */
const enoughRows = 10

/** Columns that exports leave empty as a rule, such as notes and second addresses, make no wide table. */
const mostlyFilled = ({ rows }: ShapeSample, members: FileColumn[]): boolean =>
  rows.length < enoughRows || members.filter(({ type }) => type === 'empty').length < members.length / 2

/** Share of cells that say nothing: empty, or zero. */
function shareOfNothing({ columns, rows }: ShapeSample, members: FileColumn[]): number {
  const indexes = members.map((member) => columns.indexOf(member))
  const nothing = rows.reduce(
    (count, row) => count + indexes.filter((index) => /^(?:0+(?:[.,]0+)?)?$/.test(row[index] ?? '')).length,
    0,
  )
  return rows.length === 0 ? 0 : nothing / (rows.length * indexes.length)
}
