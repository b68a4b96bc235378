import { byCustomer } from '../filter/select.ts'
import type { Span } from '../filter/span.ts'
import { mean, share } from '../intervals.ts'
import type { Ledger } from '../ledger/types.ts'
import type { ProductAudience } from './types.ts'

/** More regions than this make no short list. */
const mostRegions = 8

/**
 * Who bought a product within a span. `own`: its lines, sorted by customer; `valueOf`: predicted value by user id, undefined where
 * there is none; null without predictions.
 */
export function audienceOf(
  ledger: Ledger,
  own: Int32Array,
  { fromDay }: Span,
  predicted: { valueOf: (userId: number) => number | undefined; everyone: number | null } | null,
): ProductAudience {
  const { lines, users } = ledger
  const regions = new Int32Array(users.region.words.length)
  let [buyers, newcomers, again, sum, squares, n] = [0, 0, 0, 0, 0, 0]
  for (const bought of byCustomer(ledger.lines, own)) {
    const user = lines.user[bought[0]]
    buyers++
    if (lines.day[lines.starts[user]] >= fromDay) newcomers++
    if (lines.day[bought[bought.length - 1]] !== lines.day[bought[0]]) again++
    if (users.region.codes[user] >= 0) regions[users.region.codes[user]]++
    const value = predicted?.valueOf(users.ids[user])
    if (value === undefined) continue
    n++
    sum += value
    squares += value * value
  }
  return {
    buyers,
    newcomers: share(newcomers, buyers),
    again: share(again, buyers),
    value: predicted && { mean: mean(sum, squares, n), n, everyone: predicted.everyone },
    regions: [...regions]
      .map((count, at) => ({ region: users.region.words[at], buyers: count, share: share(count, buyers) }))
      .filter((region) => region.buyers > 0)
      .sort((a, b) => b.buyers - a.buyers || (a.region < b.region ? -1 : 1))
      .slice(0, mostRegions),
  }
}
