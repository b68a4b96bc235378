import { createRandom } from '../../../main/base/random.ts'
import type { Ledger } from '../../../main/insight/ledger/types.ts'
import { ledgerOf, type LineInput } from '../ledgerOf.ts'

/** Purchases of customers drawn at random, in 6 categories (0 is none) and 5 brands, some with a discount. */
export function randomLedger(users: number, seed: number): Ledger {
  const random = createRandom(seed)
  const lines: LineInput[] = []
  for (let user = 0; user < users; user++) {
    const count = random.integer(9)
    for (let i = 0; i < count; i++) {
      const units = 1 + random.integer(3)
      const money = random.integer(10) === 0 ? 0 : units * (1 + random.integer(8))
      lines.push({ user, product: random.integer(40) - 1, day: 19_700 + random.integer(400), units, money })
    }
  }
  const products = Array.from({ length: 40 }, () => ({ category: random.integer(7), brand: random.integer(6) - 1 }))
  const ledger = ledgerOf(lines, { products })
  ledger.startDay = 19_700
  for (let i = 0; i < ledger.lines.count; i++)
    ledger.lines.discount[i] = random.integer(3) === 0 ? random.integer(5) : 0
  return ledger
}
