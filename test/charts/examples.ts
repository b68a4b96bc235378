import { affinityChart } from '../../main/charts/affinity.ts'
import { aheadForest } from '../../main/charts/aheadForest.ts'
import { budgetCurve } from '../../main/charts/budgetCurve.ts'
import { calibrationChart } from '../../main/charts/calibration.ts'
import type { Chart, ChartKit } from '../../main/charts/chart.ts'
import { cohortChart } from '../../main/charts/cohorts.ts'
import { communitiesChart } from '../../main/charts/communities.ts'
import { concentrationChart } from '../../main/charts/concentration.ts'
import { decileChart } from '../../main/charts/deciles.ts'
import { demandChart } from '../../main/charts/demand.ts'
import { doubleJeopardyChart } from '../../main/charts/doubleJeopardy.ts'
import { driftChart } from '../../main/charts/drift.ts'
import { metricForest } from '../../main/charts/forest.ts'
import { importanceChart } from '../../main/charts/importance.ts'
import { influenceChart } from '../../main/charts/influence.ts'
import { ladderFlowChart } from '../../main/charts/ladderFlow.ts'
import { ladderChart } from '../../main/charts/ladder.ts'
import { lossCurves } from '../../main/charts/lossCurves.ts'
import { potentialChart } from '../../main/charts/potential.ts'
import { predictedLoyaltyChart } from '../../main/charts/predictedLoyalty.ts'
import { productMonthsChart } from '../../main/charts/productMonths.ts'
import { reachedChart } from '../../main/charts/reachedMoney.ts'
import { robustnessForest } from '../../main/charts/robustnessForest.ts'
import { searchProgress } from '../../main/charts/searchProgress.ts'
import { searchSettingChart } from '../../main/charts/searchSetting.ts'
import { switchingChart } from '../../main/charts/switching.ts'
import { switchingMatrixChart } from '../../main/charts/switchingMatrix.ts'
import { brandColors } from '../../main/charts/theme.ts'
import { timelineChart } from '../../main/charts/timeline.ts'
import { towerSharesChart } from '../../main/charts/towerShares.ts'
import { weeklyActs } from '../../main/charts/weeklyActs.ts'
import { customerCharts, emptyCustomerCharts } from './customerCharts.ts'
import type { TrainPlan } from '../../main/features/types.ts'
import { potOf } from '../../main/insight/loyalty/budget.ts'
import type { QueryDemand } from '../../main/insight/demand/types.ts'
import type { Influence } from '../../main/insight/social/types.ts'
import type { ProductPotential } from '../../main/insight/products/types.ts'
import { expectSwitching } from '../../main/insight/switching.ts'
import type { BrandStanding, SwitchingMatrix } from '../../main/insight/types.ts'
import type { CalibrationBin, DecileRow, EpochNote, Estimate, TaskReport } from '../../main/model/types.ts'
import type { Trial } from '../../main/search/types.ts'
import {
  contenders,
  rivals,
  type Drift,
  type Reached,
  type ReachedMoney,
  type RobustnessChange,
} from '../../main/verdict/types.ts'

/** A name that would break out of HTML if it were not escaped. */
export const hostile = `<img src=x onerror="alert('1')">&`

const between = (value: number, low: number, high: number): Estimate => ({ value, low, high })
export const around = (value: number): Estimate => between(value, value * 0.9, value * 1.1)

export const epochs: EpochNote[] = [0.9, 0.6, 0.65].map((validationLoss, i) => ({
  phase: 'evaluate',
  epoch: i + 1,
  epochs: 40,
  trainLoss: 1 / (i + 1),
  validationLoss,
  taskLosses: { ltv: validationLoss / 2, repurchase: validationLoss / 2 },
  examplesPerSecond: 5000,
}))

export const deciles: DecileRow[] = Array.from({ length: 10 }, (_, i) => ({
  decile: i + 1,
  rows: 100,
  predicted: 100 - 10 * i,
  actual: 90 - 9 * i,
  actualLow: 80 - 9 * i,
  actualHigh: 100 - 9 * i,
}))

export const bins: CalibrationBin[] = Array.from({ length: 15 }, (_, i) => ({
  rows: 60,
  predicted: (i + 0.5) / 15,
  actual: (i + 0.3) / 15,
  actualLow: i / 15,
  actualHigh: (i + 0.6) / 15,
}))

export const report: TaskReport = {
  testRows: 1500,
  metrics: { normalizedGini: between(0.72, 0.7, 0.74) },
  baselines: {
    bgnbd: { normalizedGini: between(0.67, 0.65, 0.69) },
    totalSpend: { normalizedGini: between(0.69, 0.67, 0.71) },
    lastSpend: { normalizedGini: { value: null, low: null, high: null } },
  },
  advantage: { bgnbd: around(0.05), totalSpend: between(0.03, 0.01, 0.05) },
  bestBaseline: 'totalSpend',
  beatsBestBaseline: true,
  deciles,
  calibration: bins,
}

const noneExpected = { penetration: null, shareOfRequirements: null, repeatRate: null, onlyThis: null }

/** Every brand is expected to be bought on 1.2 / (1 − penetration) days. */
export const law = { kind: 'size' as const, constant: 1.2, line: [[0, 1.2], [0.5, 2.4]] as [number, number][] } // prettier-ignore

export const brand = (brandId: number, name: string, penetration: number, frequency: number): BrandStanding => ({
  brandId,
  brand: name,
  buyers: Math.round(penetration * 1000),
  penetration: around(penetration),
  frequency: between(frequency, frequency - 0.05, frequency + 0.05),
  shareOfRequirements: around(0.3),
  repeatRate: around(0.4),
  onlyThis: around(0.2),
  spend: 1e6 * penetration,
  expected: { ...noneExpected, frequency: law.constant / (1 - penetration) },
  predictedAgain: 0.5,
  predictedShare: null,
  then: null,
})

export const brands = [brand(3, 'Northpeak', 0.3, 2.4), brand(10, hostile, 0.2, 1.5), brand(1, '海岬', 0.05, 1.3)]

export const trials: Trial[] = [0.8, null, 0.5, 0.7].map((validationLoss, number) => ({
  number,
  config: {
    learningRate: 10 ** -(2 + number / 2),
    dropout: number / 10,
    weightDecay: 1e-4,
    towerWidth: 32,
    fusionWidth: 32,
    batchSize: 256,
  },
  state: validationLoss === null ? 'failed' : 'done',
  validationLoss,
  taskLosses: {},
  epochs: 9,
  seconds: 3,
  error: validationLoss === null ? 'model.diverged' : null,
}))

export const plan: TrainPlan = {
  setup: {
    tasks: ['ltv'],
    split: 'time',
    cutoff: '2025-05-01',
    horizonDays: 90,
    trainingCutoffs: ['2025-01-31', '2024-12-17'],
    fold: { k: 1, n: 5 },
    validationShare: 0.15,
    measure: 'spend',
    costShare: null,
    sequenceLength: 0,
    text: { encoder: 'builtIn', fingerprint: null },
    seed: 1,
  },
  dataStart: '2024-01-01',
  dataEnd: '2025-07-30',
  earliestCutoff: '2024-02-01',
  latestCutoff: '2025-05-01',
  horizonsOffered: [90, 30],
  weeks: Array.from({ length: 80 }, (_, week) => ({
    from: new Date(Date.UTC(2024, 0, 1 + 7 * week)).toISOString().slice(0, 10),
    purchases: 100 + week,
    spend: 5000 + 10 * week,
  })),
  hasCosts: false,
  skipped: [],
  users: 1234,
}

const ladder = (['new', 'trying', 'repeat', 'loyal', 'atRisk', 'lost'] as const).map((step, i) => ({
  step,
  customers: 10 * (i + 1),
  spend: 100 * i,
}))
export const cohorts = [
  { month: '2025-01', customers: 100, again: [1, 0.5, 0.4, 0.3] },
  { month: '2025-02', customers: 300, again: [1, 0.6, 0.5, null] },
]
const switches = [[40, 8, 2], [5, 20, 0], [3, 2, 9]] // prettier-ignore
export const matrix: SwitchingMatrix = {
  ...{ brands: ['Northpeak', hostile, ''], counts: switches, customers: 55 },
  shares: switches.map((row) => row.map((count) => around(count / row.reduce((sum, one) => sum + one, 0)))),
  expected: expectSwitching(switches),
}

/** Assay 10 ahead of everybody: of BG/NBD beyond doubt, of the others not; behind last spend. */
export function reachedMoney(contacts: number): ReachedMoney {
  const ahead = (name: string) => (name === 'bgnbd' ? between(10, 5, 15) : name === 'lastSpend' ? between(-9, -12, -4) : between(10, -5, 25)) // prettier-ignore
  return {
    ...{ contacts, customers: 1000, everybody: 5000 },
    reached: Object.fromEntries(contenders.map((name) => [name, around(name === 'assay' ? 10 * contacts ** 0.9 : name === 'ridge' ? 9.9 * contacts ** 0.9 : 8 * contacts ** 0.9)])) as ReachedMoney['reached'],
    ahead: Object.fromEntries(rivals.map((name) => [name, ahead(name)])) as ReachedMoney['ahead'],
  } // prettier-ignore
}

export const reached = (share: number): Reached => ({
  target: { share },
  pooled: reachedMoney(2 * 1000 * share),
  dates: ['2025-05-01', '2025-02-01'].map((cutoff) => ({ cutoff, ...reachedMoney(1000 * share) })),
})

export const robustness: RobustnessChange[] = [
  { kind: 'noise' as const, size: 0.3 },
  { kind: 'missing' as const, source: 'products' as const },
  { kind: 'fgm' as const, size: 0.5 },
  { kind: 'pgd' as const, size: 0.5 },
].map((perturbation, i) => ({
  ...{
    task: 'ltv',
    metric: 'normalizedGini',
    rows: 500,
    perturbation,
    before: around(0.7),
    after: around(0.7 - 0.1 * i),
  },
  change:
    i === 3
      ? between(-0.3, -0.4, -0.2)
      : i === 1
        ? { value: -0.1, low: null, high: null }
        : between(-0.02, -0.05, 0.01),
}))

export const queries: QueryDemand[] = [0.1, 0.2, 0.4].map((value, at) => ({
  ...{ query: `${hostile} ${at}`, searches: 100, users: 80, clicked: null, converted: around(value) },
  ...{ unbought: 80, value: 500, valuePerSearch: around(5), before: 50, after: 50, trend: 'steady' },
}))

const drift: Drift = {
  ...{ reference: '2024-05-01', laterRunId: null, scores: [] },
  features: ['recencyDays', `region = ${hostile}`].map((name, at) => ({ name, group: 'behaviour', psi: 0.4 - 0.3 * at, chance: 0.02, reference: 900, now: 1000 })), // prettier-ignore
}

const influence: Influence = {
  ...{ of: 'product', shuffles: 200, seed: 1, purchases: 5000, shared: 900 },
  windows: [7, 30].map((days) => ({ days, observed: 40, expected: 30, ratio: around(4 / 3), p: 0.01 })),
}

export const ladderFlow = (brand: string) => ({
  ...{ brandId: 1, brand, then: '2025-03-31', now: '2025-06-30' },
  counts: [[5, 3, 0, 0, 0, 0], [0, 0, 2, 0, 0, 1], [0, 0, 0, 0, 0, 0], [0, 0, 4, 1, 1, 0], [0, 0, 1, 6, 2, 0], [0, 0, 0, 0, 1, 2], [0, 0, 0, 0, 0, 9]],
}) // prettier-ignore

export const potential: ProductPotential = {
  period: { from: '2025-01-01', to: '2025-03-31' },
  compared: null,
  ...{ named: true, basis: 'run', aheadDays: 90, dispersion: 1.4, unplaced: 2 },
  counts: { rising: 1, steady: 1, fading: 1, hidden: 1 },
  band: [0.1, 1, 10, 100].map((expected) => [expected, Math.max(0, expected - 4), expected + 4]),
  points: {
    ...{ productIds: [4, 7, 9, 11], names: ['Tea', hostile, 'Soap', '茶'], words: [0, 1, 2, 3], total: 4 },
    ...{ expected: [10, 8, 50, 0], ahead: [30, 9, 12, 40] },
  },
}

const noSwitches: SwitchingMatrix = { brands: [''], counts: [[0]], customers: 0, shares: [[{ value: null, low: null, high: null }]], expected: null } // prettier-ignore

/** Every chart on data that hold hostile names, gaps and undefined figures. */
export const allCharts: Record<string, (kit: ChartKit) => Chart> = {
  communitiesChart: (kit) => communitiesChart({ communities: [1, 2].map((community) => ({ community, customers: 30 - community, inside: 40, outside: 3, value: 900 })), customers: 60, measure: 'ltv', value: 2000 }, kit), // prettier-ignore
  influenceChart: (kit) => influenceChart(influence, kit),
  driftChart: (kit) => driftChart(drift, kit),
  demandChart: (kit) => demandChart({ rows: queries, converted: around(0.2) }, kit),
  ...customerCharts,
  lossCurves: (kit) => lossCurves(epochs, kit),
  decileChart: (kit) => decileChart({ task: 'ltv', deciles }, kit),
  calibrationChart: (kit) => calibrationChart({ task: 'repurchase', bins }, kit),
  calibrationOfMoney: (kit) =>
    calibrationChart({ task: 'ltv', bins: bins.map((bin, i) => ({ ...bin, predicted: 2 ** i, actual: 2 ** i, actualLow: 0, actualHigh: 2 ** (i + 1) })) }, kit), // prettier-ignore
  affinityChart: (kit) =>
    affinityChart({ tasks: ['ltv', 'increment:0-30', `yesNo:${hostile}`], values: [[0.5, 0.02, null], [0.01, 0.4, -0.2], [0, 0, 0]], measured: 12 }, kit), // prettier-ignore
  decilesOfOwn: (kit) => decileChart({ task: `count:${hostile}`, deciles }, kit),
  metricForest: (kit) =>
    metricForest({ task: 'ltv', metric: 'normalizedGini', primaryMetric: 'normalizedGini', report }, kit),
  importanceChart: (kit) =>
    importanceChart({
      shown: 15,
      result: {
        metric: 'normalizedGini',
        reference: around(0.7),
        rows: 1000,
        repeats: 10,
        features: [
          { feature: 'recencyDays', group: 'behaviour', source: 'behaviour', mean: 0.1, spread: 0.01, low: 0.09, high: 0.11, repeats: [0.1] },
          { feature: `region = ${hostile}`, group: 'behaviour', source: 'users', mean: 0.02, spread: 0.01, low: 0.01, high: 0.03, repeats: [0.02] },
          { feature: 'product views30', group: 'product', source: 'behaviour', mean: -0.01, spread: NaN, low: NaN, high: NaN, repeats: [] },
        ],
      },
    }, kit), // prettier-ignore
  calibrationChange: (kit) =>
    calibrationChart({ task: 'repurchase', bins, before: bins.map((bin) => ({ ...bin, predicted: bin.predicted / 2 })) }, kit), // prettier-ignore
  reachedChart: (kit) =>
    reachedChart({ curve: [0.1, 0.2, 0.5, 1].map(reached), cutoff: null, chosen: reached(0.1), costPerContact: 0.5 }, kit), // prettier-ignore
  reachedAtDate: (kit) =>
    reachedChart({ curve: [0.1, 0.2].map(reached), cutoff: '2025-05-01', chosen: null, costPerContact: 0 }, kit),
  aheadForest: (kit) => aheadForest(reached(0.1), kit),
  robustnessForest: (kit) => robustnessForest({ task: 'ltv', changes: robustness }, kit),
  towerSharesChart: (kit) =>
    towerSharesChart([{ task: 'ltv', rows: 90, towers: { behaviour: { mean: 0.6, low: 0.4, high: 0.8 }, social: { mean: 0.4, low: 0.2, high: 0.6 } } }], kit), // prettier-ignore
  searchProgress: (kit) => searchProgress(trials, kit),
  searchSettingChart: (kit) =>
    searchSettingChart({ trials, setting: 'learningRate', range: { kind: 'logUniform', low: 1e-4, high: 1e-2 } }, kit),
  timelineChart: (kit) => timelineChart({ plan, cutoff: '2025-04-01', measure: 'purchases' }, kit),
  concentrationChart: (kit) => concentrationChart({ task: 'ltv', deciles }, kit),
  doubleJeopardyChart: (kit) => doubleJeopardyChart({ brands, windowDays: 90, law }, kit),
  ladderChart: (kit) => ladderChart({ brand: hostile, ladder }, kit),
  switchingChart: (kit) => switchingChart({ matrix, colors: brandColors(brands, kit.theme) }, kit),
  switchingMatrixChart: (kit) => switchingMatrixChart(matrix, kit),
  cohortChart: (kit) => cohortChart({ brand: hostile, cohorts }, kit),
  predictedLoyaltyChart: (kit) =>
    predictedLoyaltyChart({ brand: hostile, predicted: { customers: [5, 4, 3, 2, 1, 1, 2, 3, 4, 5], mean: 0.48, atRisk: 4, atRiskSpend: 100 } }, kit), // prettier-ignore
  ladderFlowChart: (kit) => ladderFlowChart(ladderFlow(hostile), kit),
  budgetCurve: (kit) =>
    budgetCurve({ picture: { brand: hostile, all: potOf('all', hostile, [0.9, 0.4, 0.1].map((p, i) => ({ p, value: 10 * i }))) }, assumption: { effect: 0.2, costPerContact: 1, calibrationError: 0.02 }, contacts: 2 }, kit), // prettier-ignore
  potentialChart: (kit) => potentialChart(potential, kit),
  potentialCompared: (kit) => potentialChart({ ...potential, basis: 'compared' }, kit),
  productMonthsChart: (kit) =>
    productMonthsChart({ product: hostile, months: [{ month: '2025-01', units: 3, spend: 30 }, { month: '2025-02', units: 0, spend: 0 }] }, kit), // prettier-ignore
  weeklyActs: (kit) =>
    weeklyActs(
      {
        weeks: plan.weeks.map(({ from, purchases, spend }) => ({
          ...{ week: from, acts: 5 * purchases, purchases, revenue: spend },
        })),
        from: plan.dataStart,
        to: plan.dataEnd,
      },
      kit,
    ),
}

/** The same charts before there is anything to draw. */
export const emptyCharts: Record<string, (kit: ChartKit) => Chart> = {
  communitiesChart: (kit) => communitiesChart({ communities: [], customers: 0, measure: 'spend', value: 0 }, kit),
  influenceChart: (kit) => influenceChart({ ...influence, windows: [] }, kit),
  driftChart: (kit) => driftChart({ ...drift, features: [] }, kit),
  demandChart: (kit) => demandChart({ rows: [], converted: { value: null, low: null, high: null } }, kit),
  ...emptyCustomerCharts,
  affinityChart: (kit) => affinityChart({ tasks: [], values: [], measured: 0 }, kit),
  lossCurves: (kit) => lossCurves([], kit),
  decileChart: (kit) => decileChart({ task: 'ltv', deciles: [] }, kit),
  calibrationChart: (kit) => calibrationChart({ task: 'ltv', bins: [] }, kit),
  metricForest: (kit) =>
    metricForest({ task: 'ltv', metric: 'auc', primaryMetric: 'auc', report: { ...report, metrics: {}, baselines: {}, bestBaseline: null } }, kit), // prettier-ignore
  reachedChart: (kit) => reachedChart({ curve: [], cutoff: null, chosen: null, costPerContact: 0 }, kit),
  aheadForest: (kit) => aheadForest(null, kit),
  robustnessForest: (kit) => robustnessForest({ task: 'ltv', changes: [] }, kit),
  towerSharesChart: (kit) => towerSharesChart([], kit),
  searchProgress: (kit) => searchProgress([], kit),
  concentrationChart: (kit) => concentrationChart({ task: 'ltv', deciles: [] }, kit),
  doubleJeopardyChart: (kit) => doubleJeopardyChart({ brands: [], windowDays: 90, law: null }, kit),
  ladderChart: (kit) => ladderChart({ brand: 'A', ladder: [] }, kit),
  budgetCurve: (kit) =>
    budgetCurve({ picture: { brand: '', all: potOf('all', '', []) }, assumption: { effect: 0, costPerContact: 0, calibrationError: 0 }, contacts: 0 }, kit), // prettier-ignore
  switchingChart: (kit) => switchingChart({ matrix: noSwitches, colors: new Map() }, kit),
  switchingMatrixChart: (kit) => switchingMatrixChart(noSwitches, kit),
  cohortChart: (kit) => cohortChart({ brand: 'A', cohorts: [] }, kit),
  ladderFlowChart: (kit) => ladderFlowChart({ ...ladderFlow('A'), counts: [] }, kit),
  potentialChart: (kit) =>
    potentialChart({ ...potential, band: [], points: { productIds: [], names: [], expected: [], ahead: [], words: [], total: 0 } }, kit), // prettier-ignore
  productMonthsChart: (kit) => productMonthsChart({ product: 'A', months: [] }, kit),
  weeklyActs: (kit) => weeklyActs({ weeks: [], from: null, to: null }, kit),
}
