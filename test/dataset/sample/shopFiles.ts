import { readFileSync } from 'node:fs'
import type { StoredKind } from '../../../main/dataset/types.ts'
import type { SampleShop } from '../../../main/dataset/sample/generate.ts'

export type Row = Record<string, string>

export const pathOf = (shop: SampleShop, kind: StoredKind): string => {
  const file = shop.files.find((entry) => entry.kind === kind)
  if (!file) throw new Error(`no ${kind} file`)
  return file.path
}

/** Reads one of the sample's files as an analyst's script would: quotes, but no quoted newlines. */
export function readRows(shop: SampleShop, kind: StoredKind): Row[] {
  const [header, ...lines] = readFileSync(pathOf(shop, kind), 'utf8').trimEnd().split('\n')
  const names = header.split(',')
  return lines.map((line) => {
    const cells = line.includes('"') ? splitQuoted(line) : line.split(',')
    return Object.fromEntries(names.map((name, i) => [name, cells[i]]))
  })
}

const splitQuoted = (line: string) =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((match) => match[1]?.replaceAll('""', '"') ?? match[2])

export interface CleanAct {
  user: string
  /** Days since 1970, with the time of day as the fraction. */
  day: number
  type: string
  product: string
  quantity: number
  amount: number
  discount: number
  order: string
}

/** The acts without duplicates, unreadable times and the test account; every return is a `return` of positive quantity. */
export function readActs(shop: SampleShop): CleanAct[] {
  const seen = new Set<string>()
  return readRows(shop, 'behaviour').flatMap((row) => {
    const day = Date.parse(`${row.time.replace(' ', 'T')}Z`) / 86_400_000
    const key = Object.values(row).join('|')
    const user = row.user_id.trim()
    if (Number.isNaN(day) || seen.has(key) || user === shop.truth.dirt.testAccount) return []
    seen.add(key)
    const quantity = Number(row.quantity)
    const amount = Number(row.amount.replace(/[¥,]/g, ''))
    const returned = quantity < 0
    return {
      user,
      day,
      type: returned ? 'return' : row.type,
      product: row.product_id,
      quantity: Math.abs(quantity),
      amount: Math.abs(amount),
      discount: Math.abs(Number(row.discount)),
      order: row.order_id,
    }
  })
}

export const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000
