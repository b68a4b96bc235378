/** How predicted value is spread over the scored customers. */
export interface ValueSpread {
  customers: number
  total: number
  /** Held by the fifth of the customers that is predicted highest: share of predicted value, and of past spend. */
  topShare: number
  topShareOfPast: number | null
  /** Tenths of the customers, predicted highest first; fewer than ten customers make fewer groups. */
  tenths: { customers: number; predicted: number; past: number }[]
}

interface CustomerValue {
  ltv: number
  pastSpend: number
}

/** `values` come highest prediction first. Null where nothing is predicted. */
export function spreadOf(values: CustomerValue[]): ValueSpread | null {
  const top = values.slice(0, Math.ceil(values.length / 5))
  const [total, past] = [sum(values, 'ltv'), sum(values, 'pastSpend')]
  if (!(total > 0)) return null
  return {
    customers: values.length,
    total,
    topShare: sum(top, 'ltv') / total,
    topShareOfPast: past > 0 ? sum(top, 'pastSpend') / past : null,
    tenths: tenthsOf(values),
  }
}

function tenthsOf(values: CustomerValue[]): ValueSpread['tenths'] {
  const groups = Math.min(10, values.length)
  const edge = (group: number) => Math.round((group * values.length) / groups)
  return Array.from({ length: groups }, (_, group) => {
    const own = values.slice(edge(group), edge(group + 1))
    return { customers: own.length, predicted: sum(own, 'ltv'), past: sum(own, 'pastSpend') }
  })
}

const sum = (rows: CustomerValue[], side: keyof CustomerValue): number =>
  rows.reduce((total, row) => total + row[side], 0)
