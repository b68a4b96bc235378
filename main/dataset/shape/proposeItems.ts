import { compileItemPattern } from './itemPattern.ts'
import { amountColumn, freeName, isProductName, type ShapeSample } from './proposal.ts'
import type { ShapeProposal } from './shaping.ts'

/** Of the cells looked at, so many must be lists throughout, and so many must hold more than one item. */
const enough = 0.9
const several = 0.1

const separators = [';', '|', '；', '\n', ', ', ',', '，', '、']
/** From the one that says most to the one that says least. */
const patterns = [
  '{sku}:{quantity:number}:{price:number}',
  '{sku} x{quantity:number} @ {price:number}',
  '{sku}[ x{quantity:number}]',
  '{sku}[ X{quantity:number}]',
  '{sku}[ ×{quantity:number}]',
  '{sku}[ *{quantity:number}]',
  '{quantity:number} x {sku}',
  '{quantity:number} × {sku}',
  '{sku}({quantity:number})',
  '{sku}（{quantity:number}）',
  '{sku}:{quantity:number}',
]

/** Cells that hold an order's items, as text or as JSON. */
export function proposeItemList(sample: ShapeSample): ShapeProposal | null {
  for (const [index, { name, type }] of sample.columns.entries()) {
    if (type !== 'text') continue
    const cells = sample.rows.map((row) => row[index] ?? '').filter((cell) => cell !== '')
    if (cells.length === 0) continue
    const found = proposeJson(sample, name, cells) ?? proposeText(sample, name, cells)
    if (found) return found
  }
  return null
}

function proposeText(sample: ShapeSample, column: string, cells: string[]): ShapeProposal | null {
  for (const separator of separators) {
    const lists = cells.map((cell) => cell.split(separator).map((item) => item.trim()))
    const items = lists.flat().filter((item) => item !== '')
    if (lists.filter((list) => list.length > 1).length < several * cells.length) continue
    const plain = isProductName(column) && items.every((item) => /^\S{1,40}$/.test(item)) ? ['{sku}'] : []
    const pattern = [...patterns, ...plain].find((each) => fits(each, items))
    if (pattern === undefined) continue
    const { columns } = compileItemPattern(pattern)
    const named = columns.reduce((text, name) => text.replace(`{${name}`, `{${freeName(sample, name)}`), pattern)
    const from = { column, separator, pattern: named }
    return proposal(sample, 'items', column, from, columns)
  }
  return null
}

/** Whether the items are written so, and what may be missing is there at least once. */
function fits(pattern: string, items: string[]): boolean {
  const { columns, match } = compileItemPattern(pattern)
  const matched = items.map(match).filter((item) => item !== null)
  return matched.length >= enough * items.length && columns.every((_, i) => matched.some((item) => item[i] !== ''))
}

function proposeJson(sample: ShapeSample, column: string, cells: string[]): ShapeProposal | null {
  if (!cells.every((cell) => cell.startsWith('[') && cell.endsWith(']'))) return null
  const members = new Set<string>()
  for (const cell of cells.slice(0, 100)) for (const name of membersOf(cell)) members.add(name)
  if (![...members].some(isProductName)) return null
  const json = Object.fromEntries([...members].map((name) => [freeName(sample, name), name]))
  return proposal(sample, 'jsonItems', column, { column, json }, [...members])
}

/** Names of the plain members of the objects in a JSON array; none where it is something else. */
function membersOf(cell: string): string[] {
  try {
    const items = JSON.parse(cell) as unknown[]
    return items.flatMap((item) =>
      typeof item === 'object' && item !== null
        ? Object.entries(item).flatMap(([name, value]) => (typeof value === 'object' ? [] : [name]))
        : [],
    )
  } catch {
    return []
  }
}

function proposal(
  sample: ShapeSample,
  reason: 'items' | 'jsonItems',
  column: string,
  from: { column: string; separator: string; pattern: string } | { column: string; json: Record<string, string> },
  members: string[],
): ShapeProposal {
  const amount = amountColumn(sample)
  const over = members.filter((name) => /^(quantity|qty|price)$/i.test(name)).map((name) => freeName(sample, name))
  const split = amount === undefined ? {} : { split: { columns: [amount], over } }
  return { reason, columns: [column], steps: [{ step: 'items', from, ...split }] }
}
