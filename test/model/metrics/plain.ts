// The metrics as the textbooks word them, one row at a time and without weights: slow, and free of the sorted-once
// machinery they check. Rows are objects; a resample is a longer list.

export interface Row {
  actual: number
  predicted: number
  tieBreak: number
  brand: number
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
const mean = (values: number[]) => sum(values) / values.length

export const midRanks = (values: number[]): number[] =>
  values.map((value) => {
    const below = values.filter((other) => other < value).length
    const same = values.filter((other) => other === value).length
    return below + (same + 1) / 2
  })

const covariance = (a: number[], b: number[]) => mean(a.map((value, i) => (value - mean(a)) * (b[i] - mean(b))))
const actuals = (rows: Row[]) => rows.map((row) => row.actual)
const predictions = (rows: Row[]) => rows.map((row) => row.predicted)

const descending = (rows: Row[]) => [...rows].sort((a, b) => b.predicted - a.predicted || b.tieBreak - a.tieBreak)

function pairwiseAuc(rows: Row[], isPositive: (row: Row) => boolean): number {
  const positives = rows.filter(isPositive)
  const negatives = rows.filter((row) => !isPositive(row))
  const wins = positives.flatMap((p) =>
    negatives.map((n) => (p.predicted > n.predicted ? 1 : p.predicted === n.predicted ? 0.5 : 0)),
  )
  return sum(wins) / wins.length
}

function equalGroups(rows: Row[], count: number): Row[][] {
  const ascending = descending(rows).reverse()
  const edge = (g: number) => Math.floor((g * rows.length) / count)
  return Array.from({ length: count }, (_, g) => ascending.slice(edge(g), edge(g + 1)))
}

function isTop(rows: Row[]): (row: Row) => boolean {
  const ascending = actuals(rows).sort((a, b) => a - b)
  const percentile = ascending[Math.ceil(0.8 * rows.length - 1e-9) - 1]
  return (row) => row.actual > 0 && row.actual >= percentile
}

const pickedTop = (rows: Row[]) => descending(rows).slice(0, Math.max(1, Math.round(rows.length / 5)))
const gain = (rows: Row[]) => sum(rows.slice(0, 50).map((row, i) => row.actual / Math.log2(i + 2)))

export type PlainMetric = (rows: Row[], threshold: number) => number

export const plainMetrics: Record<string, PlainMetric> = {
  normalizedGini: (rows) =>
    covariance(actuals(rows), midRanks(predictions(rows))) / covariance(actuals(rows), midRanks(actuals(rows))),
  spearman: (rows) => {
    const [a, b] = [midRanks(actuals(rows)), midRanks(predictions(rows))]
    return covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b))
  },
  decileError: (rows) =>
    sum(equalGroups(rows, 10).map((group) => Math.abs(sum(predictions(group)) - sum(actuals(group))))) /
    sum(actuals(rows)),
  decileMape: (rows) => {
    const counted = equalGroups(rows, 10).filter((group) => sum(actuals(group)) > 0)
    return mean(counted.map((group) => Math.abs(sum(predictions(group)) - sum(actuals(group))) / sum(actuals(group))))
  },
  totalRatio: (rows) => sum(predictions(rows)) / sum(actuals(rows)),
  mae: (rows) => mean(rows.map((row) => Math.abs(row.actual - row.predicted))),
  rmse: (rows) => Math.sqrt(mean(rows.map((row) => (row.actual - row.predicted) ** 2))),
  wmape: (rows) => sum(rows.map((row) => Math.abs(row.actual - row.predicted))) / sum(actuals(rows)),
  topAuc: (rows) => pairwiseAuc(rows, isTop(rows)),
  topPrecision: (rows) => mean(pickedTop(rows).map((row) => Number(isTop(rows)(row)))),
  topRecall: (rows) => pickedTop(rows).filter(isTop(rows)).length / rows.filter(isTop(rows)).length,
  topF1: (rows) => {
    const [p, r] = [plainMetrics.topPrecision(rows, 0), plainMetrics.topRecall(rows, 0)]
    return p + r === 0 ? 0 : (2 * p * r) / (p + r)
  },
  ndcgAt50: (rows) => gain(descending(rows)) / gain([...rows].sort((a, b) => b.actual - a.actual)),
  auc: (rows) => pairwiseAuc(rows, (row) => row.actual === 1),
  accuracy: (rows, threshold) => mean(rows.map((row) => Number(row.predicted >= threshold === (row.actual === 1)))),
  precision: (rows, threshold) => mean(rows.filter((row) => row.predicted >= threshold).map((row) => row.actual)),
  recall: (rows, threshold) =>
    mean(rows.filter((row) => row.actual === 1).map((row) => Number(row.predicted >= threshold))),
  f1: (rows, threshold) => {
    const [p, r] = [plainMetrics.precision(rows, threshold), plainMetrics.recall(rows, threshold)]
    return p + r === 0 ? 0 : (2 * p * r) / (p + r)
  },
  logLoss: (rows) =>
    -mean(
      rows.map((row) => {
        const p = Math.min(1 - 1e-6, Math.max(1e-6, row.predicted))
        return row.actual === 1 ? Math.log(p) : Math.log(1 - p)
      }),
    ),
  brier: (rows) => mean(rows.map((row) => (row.actual - row.predicted) ** 2)),
  ece: (rows) =>
    sum(
      equalGroups(rows, 15)
        .filter((group) => group.length > 0)
        .map((group) => (group.length / rows.length) * Math.abs(mean(predictions(group)) - mean(actuals(group)))),
    ),
  withinBrandAuc: (rows) => {
    const brands = [...new Set(rows.map((row) => row.brand))].map((brand) => rows.filter((row) => row.brand === brand))
    const mixed = brands.filter((group) => new Set(actuals(group)).size === 2)
    return sum(mixed.map((group) => group.length * plainMetrics.auc(group, 0))) / sum(mixed.map((g) => g.length))
  },
}
