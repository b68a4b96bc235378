import { bridgeChart } from '../../main/charts/bridge.ts'
import type { Chart, ChartKit } from '../../main/charts/chart.ts'
import { lorenzChart } from '../../main/charts/lorenz.ts'
import { cohortCurveChart } from '../../main/charts/cohortCurve.ts'
import { customerCohortChart } from '../../main/charts/customerCohorts.ts'
import { movementChart } from '../../main/charts/movement.ts'
import { whyChart } from '../../main/charts/why.ts'
import { concepts, type WhyPart } from '../../main/explain/types.ts'
import { traitsChart } from '../../main/charts/traits.ts'
import { valueAgainstPastChart } from '../../main/charts/valueAgainstPast.ts'
import { valueSpreadChart } from '../../main/charts/valueSpread.ts'
import type { ValueSpread } from '../../main/insight/customers/spreadTypes.ts'
import type {
  Bridge,
  CustomerCohorts,
  LookalikeReport,
  Lorenz,
  SegmentName,
} from '../../main/insight/customers/types.ts'

export const bridge: Bridge = {
  isNext: true,
  before: 1000,
  now: 900,
  same: 2,
  steps: [
    { step: 'new', customers: 5, money: 300 },
    { step: 'reactivated', customers: 2, money: 50 },
    { step: 'more', customers: 8, money: 150 },
    { step: 'less', customers: 9, money: -200 },
    { step: 'lost', customers: 10, money: -400 },
  ],
}
const spread: Lorenz = {
  customers: 40,
  total: 900,
  curve: Array.from({ length: 101 }, (_, step) => (step / 100) ** 2),
  gini: { value: 0.33, low: 0.3, high: 0.36 },
  tops: [{ share: 0.1, held: 0.19 }],
}

const around = (value: number) => ({ value, low: value * 0.9, high: value * 1.1 })
const cohorts: CustomerCohorts = {
  step: 'month',
  cohorts: [
    { from: '2024-01', customers: 20, retention: [1, 0.4, 0.3, 0.2], value: [10, 15, 18, 20] },
    { from: '2024-02', customers: 30, retention: [1, 0.5, null, null], value: [12, 16, null, null] },
  ],
  curve: [1, 0.45, 0.3, 0.2].map((share, i) => ({ customers: 50 - 10 * i, retention: around(share), value: around(10 + 3 * i) })), // prettier-ignore
}
const likeness: LookalikeReport = {
  ...{ members: 40, withoutPurchases: 0, others: 900, problem: null, least: 20, isTold: true },
  auc: { value: 0.8, low: 0.75, high: 0.85 },
  traits: [
    { name: 'category', of: '<img>tea', measure: 'share', members: 0.6, others: 0.2, difference: { value: 1.4, low: 1.2, high: 1.6 } }, // prettier-ignore
    { name: 'spend', of: null, measure: 'money', members: 90, others: 120, difference: { value: -0.3, low: -0.5, high: 0.1 } }, // prettier-ignore
  ],
}
const whyParts = concepts.slice(0, 13).map((concept, at): WhyPart => ({
  ...{ concept, value: 20 - 3 * at, low: 19 - 3 * at, high: 21 - 3 * at },
  ...(at === 0 ? { column: 'recencyDays', own: 3, mean: 20 } : { column: null, own: null, mean: null }),
}))
export const values: ValueSpread = {
  ...{ customers: 60, horizonDays: 90, past: { from: '2024-10-01', to: '2024-12-29' }, mean: 80, median: 45 },
  ...{ spent: 20, less: 12, silentMean: 30, bounds: [0, 40, 63, 100, 160] },
  groups: [
    { customers: 25, value: 500, past: 40 },
    { customers: 20, value: 1000, past: 5 },
    { customers: 10, value: 800, past: 5 },
    { customers: 5, value: 700, past: 10 },
  ],
  cells: [
    { past: 0, value: 0, customers: 25 },
    { past: 0, value: 1, customers: 15 },
    { past: 1, value: 1, customers: 5 },
    { past: 2, value: 2, customers: 5 },
    { past: 3, value: 2, customers: 5 },
    { past: 3, value: 3, customers: 5 },
  ],
}
const segments: SegmentName[] = ['champions', 'lost']
const noCohorts: CustomerCohorts = { step: 'month', cohorts: [], curve: [] }

export const customerCharts: Record<string, (kit: ChartKit) => Chart> = {
  bridgeChart: (kit) => bridgeChart(bridge, kit),
  lorenzChart: (kit) => lorenzChart({ spend: spread, predicted: spread }, kit),
  movementChart: (kit) =>
    movementChart({ counts: [[5, 2], [1, 8], [3, 0]], segments, then: '2024-01-01', now: '2024-06-30' }, kit), // prettier-ignore
  valueSpreadChart: (kit) => valueSpreadChart(values, kit),
  valueAgainstPastChart: (kit) => valueAgainstPastChart(values, kit),
  traitsChart: (kit) => traitsChart(likeness, kit),
  whyChart: (kit) => whyChart({ output: 'ltv', typical: 100, predicted: 140, parts: whyParts }, kit),
  customerRetention: (kit) => customerCohortChart({ data: cohorts, measure: 'retention' }, kit),
  customerValue: (kit) => customerCohortChart({ data: cohorts, measure: 'value' }, kit),
  cohortCurveChart: (kit) => cohortCurveChart({ data: cohorts, measure: 'value' }, kit),
}

export const emptyCustomerCharts: Record<string, (kit: ChartKit) => Chart> = {
  valueSpreadChart: (kit) => valueSpreadChart(null, kit),
  valueAgainstPastChart: (kit) => valueAgainstPastChart(null, kit),
  traitsChart: (kit) => traitsChart({ ...likeness, traits: [] }, kit),
  bridgeChart: (kit) => bridgeChart({ before: 0, now: 0, isNext: true, same: 0, steps: [] }, kit),
  lorenzChart: (kit) => lorenzChart({ spend: null, predicted: null }, kit),
  movementChart: (kit) => movementChart({ counts: [], segments, then: '2024-01-01', now: '2024-06-30' }, kit),
  customerRetention: (kit) => customerCohortChart({ data: noCohorts, measure: 'retention' }, kit),
}
