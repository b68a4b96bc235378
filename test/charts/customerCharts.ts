import { bridgeChart } from '../../main/charts/bridge.ts'
import type { Chart, ChartKit } from '../../main/charts/chart.ts'
import { lorenzChart } from '../../main/charts/lorenz.ts'
import type { Bridge, Lorenz } from '../../main/insight/customers/types.ts'

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

export const customerCharts: Record<string, (kit: ChartKit) => Chart> = {
  bridgeChart: (kit) => bridgeChart(bridge, kit),
  lorenzChart: (kit) => lorenzChart({ spend: spread, predicted: spread }, kit),
}

export const emptyCustomerCharts: Record<string, (kit: ChartKit) => Chart> = {
  bridgeChart: (kit) => bridgeChart({ before: 0, now: 0, same: 0, steps: [] }, kit),
  lorenzChart: (kit) => lorenzChart({ spend: null, predicted: null }, kit),
}
