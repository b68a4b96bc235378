import { amountColumn, freeName, isProductName, type ShapeSample } from './proposal.ts'
import type { ShapeProposal } from './shaping.ts'

/** Numbered columns: `item1_sku item1_qty item2_sku …`, of which at least one member is a product. */
export function proposeGroups(sample: ShapeSample): ShapeProposal | null {
  const numbers = new Map<string, string[]>()
  for (const { name } of sample.columns) {
    const parts = /^(\D*)(\d+)(\D*)$/.exec(name)
    if (!parts || name.includes('*')) continue
    const pattern = `${parts[1]}*${parts[3]}`
    numbers.set(pattern, [...(numbers.get(pattern) ?? []), parts[2]])
  }
  const patterns = [...numbers].filter(([, found]) => found.length >= 2).map(([pattern]) => pattern)
  const product = patterns.find((pattern) => memberNames(pattern).some(isProductName))
  if (!product) return null
  // Members of one group begin alike, and are numbered alike.
  const alike = patterns.filter((pattern) => numbers.get(pattern)?.join() === numbers.get(product)?.join())
  const groups = Object.fromEntries(alike.map((pattern) => [freeName(sample, nameOf(pattern)), pattern]))
  const amount = amountColumn(sample)
  const over = Object.keys(groups).filter((name) => /^(item_)?(quantity|qty|price)$/i.test(name))
  return {
    reason: 'groups',
    columns: sample.columns.map(({ name }) => name).filter((name) => alike.includes(name.replace(/\d+/, '*'))),
    steps: [
      { step: 'items', from: { groups }, ...(amount === undefined ? {} : { split: { columns: [amount], over } }) },
    ],
  }
}

/** What a member of a group may be called: `item*_sku` is `sku`, `item_sku` or `item`. */
function memberNames(pattern: string): string[] {
  const [before, after] = pattern.split('*').map((part) => part.replace(/^[\s_\-.]+|[\s_\-.]+$/g, ''))
  return [after, before, `${before}_${after}`].filter((name) => name !== '')
}

const nameOf = (pattern: string): string => memberNames(pattern)[0] ?? pattern
