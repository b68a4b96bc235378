import { bridgeChart } from '../../main/charts/bridge.ts'
import type { Chart, ChartKit } from '../../main/charts/chart.ts'
import { lorenzChart } from '../../main/charts/lorenz.ts'
import { cohortCurveChart } from '../../main/charts/cohortCurve.ts'
import { customerCohortChart } from '../../main/charts/customerCohorts.ts'
import { movementChart } from '../../main/charts/movement.ts'
import { traitsChart } from '../../main/charts/traits.ts'
import type {
  Bridge,
  CustomerCohorts,
  LookalikeReport,
  Lorenz,
  SegmentName,
} from '../../main/insight/customers/types.ts'

const bridge: Bridge = {
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
const segments: SegmentName[] = ['champions', 'lost']
const noCohorts: CustomerCohorts = { step: 'month', cohorts: [], curve: [] }

export const customerCharts: Record<string, (kit: ChartKit) => Chart> = {
  bridgeChart: (kit) => bridgeChart(bridge, kit),
  lorenzChart: (kit) => lorenzChart({ spend: spread, predicted: spread }, kit),
  movementChart: (kit) =>
    movementChart({ counts: [[5, 2], [1, 8], [3, 0]], segments, then: '2024-01-01', now: '2024-06-30' }, kit), // prettier-ignore
  traitsChart: (kit) => traitsChart(likeness, kit),
  customerRetention: (kit) => customerCohortChart({ data: cohorts, measure: 'retention' }, kit),
  customerValue: (kit) => customerCohortChart({ data: cohorts, measure: 'value' }, kit),
  cohortCurveChart: (kit) => cohortCurveChart({ data: cohorts, measure: 'value' }, kit),
}

export const emptyCustomerCharts: Record<string, (kit: ChartKit) => Chart> = {
  traitsChart: (kit) => traitsChart({ ...likeness, traits: [] }, kit),
  bridgeChart: (kit) => bridgeChart({ before: 0, now: 0, same: 0, steps: [] }, kit),
  lorenzChart: (kit) => lorenzChart({ spend: null, predicted: null }, kit),
  movementChart: (kit) => movementChart({ counts: [], segments, then: '2024-01-01', now: '2024-06-30' }, kit),
  customerRetention: (kit) => customerCohortChart({ data: noCohorts, measure: 'retention' }, kit),
}
