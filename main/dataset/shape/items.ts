import { AssayError } from '../../base/errors.ts'
import { isMissing } from '../missing.ts'
import { compileItemPattern } from './itemPattern.ts'
import { readJsonItems } from './jsonItems.ts'
import { spreadCell, weightsOf } from './shares.ts'
import { indexesOf, indexOfColumn, withNewColumns, type ShapeReject, type Stage, type StageSetup } from './stage.ts'
import type { StepOf } from './steps.ts'
import { matchStar } from './unpivot.ts'

/** More items than any order has: a cell that holds so many is not a list of them. */
export const mostItems = 10_000

/** What reads the items of a record: for each its new cells, or null where it can't be read. */
interface ItemReader {
  /** Columns of the record that it uses up. */
  used: number[]
  /** The new columns. */
  columns: string[]
  read(cells: string[]): (string[] | null)[]
}

/** A record becomes one row for each of its items; an item that can't be read is a reject of its own. */
export function createItems(step: StepOf<'items'>, setup: StageSetup): Stage {
  const reader = createReader(step.from, setup)
  const kept = setup.columns.map((_, index) => index).filter((index) => !reader.used.includes(index))
  const keptNames = kept.map((index) => setup.columns[index])
  const columns = withNewColumns(setup, keptNames, reader.columns)
  const after = { ...setup, columns }
  const splitAt = indexesOf(after, step.split?.columns ?? [])
  const weighedBy = indexesOf(after, step.split?.over ?? [])
  return {
    columns,
    push(row, sink) {
      const items = reader.read(row.cells)
      const problem = problemOf(items)
      if (problem) return sink.reject(row, problem)
      const rest = kept.map((index) => row.cells[index])
      const rows = items.filter((item) => item !== null).map((item) => [...rest, ...item])
      const weights = weightsOf(rows, weighedBy, setup.readers)
      for (const index of splitAt) spreadCell(rows, index, rest[index], weights, setup.readers)
      for (const cells of rows) sink.row({ ...row, cells })
      for (let i = rows.length; i < items.length; i++) sink.reject(row, 'shape.item')
    },
  }
}

function problemOf(items: unknown[]): ShapeReject | null {
  if (items.length === 0) return 'shape.noValue'
  return items.length > mostItems ? 'shape.tooManyItems' : null
}

function createReader(from: StepOf<'items'>['from'], setup: StageSetup): ItemReader {
  if ('groups' in from) return createGroups(from.groups, setup)
  const index = indexOfColumn(setup, from.column)
  if ('json' in from) {
    const members = Object.values(from.json)
    return {
      used: [index],
      columns: Object.keys(from.json),
      read: (cells) => readJsonItems(cells[index], members, setup.readers.write),
    }
  }
  const { columns, match } = compileItemPattern(from.pattern)
  const { separator } = from
  return {
    used: [index],
    columns,
    read(cells) {
      const list = cells[index].trim()
      if (isMissing(list, 0, list.length)) return []
      // One more than allowed is enough to know that there are too many.
      const pieces = list.split(separator, mostItems + 1).map((piece) => piece.trim())
      return pieces.filter((piece) => piece !== '').map(match)
    },
  }
}

/** Numbered columns, `item1_sku item1_qty item2_sku …`: a group without any value is no item. */
function createGroups(patterns: Record<string, string>, setup: StageSetup): ItemReader {
  const columns = Object.keys(patterns)
  const groups = new Map<string, number[]>()
  setup.columns.forEach((name, index) => {
    columns.forEach((column, i) => {
      const group = matchStar(patterns[column], name)
      if (group === null) return
      const members = groups.get(group) ?? Array<number>(columns.length).fill(-1)
      members[i] = index
      groups.set(group, members)
    })
  })
  if (groups.size === 0) {
    throw new AssayError('shape.noColumns', { step: setup.number, expected: Object.values(patterns).join(', ') })
  }
  const all = [...groups.values()]
  const cell = (cells: string[], index: number) => (index < 0 ? '' : cells[index].trim())
  return {
    used: all.flat().filter((index) => index >= 0),
    columns,
    read: (cells) =>
      all
        .map((members) => members.map((index) => cell(cells, index)))
        .filter((item) => item.some((each) => !isMissing(each, 0, each.length))),
  }
}
