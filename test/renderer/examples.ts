import { defaultModelConfig } from '../../main/model/modelConfig.ts'
import type { Estimate, RunDetails, RunSummary, TaskReport } from '../../main/model/types.ts'
import type { ProjectState } from '../../main/storage/types.ts'
import { bins, deciles, plan, report } from '../charts/examples.ts'

export const project: ProjectState = {
  path: '/shop.assay',
  name: 'shop',
  readOnly: false,
  currency: 'CNY',
  timezone: 'UTC',
  from: '2024-01-01',
  to: '2025-07-29',
  sources: 3,
  runs: 1,
  undo: null,
  redo: null,
}

const estimate = (value: number): Estimate => ({ value, low: value - 0.02, high: value + 0.02 })

const repurchase: TaskReport = {
  testRows: 1500,
  metrics: { auc: estimate(0.8), brier: estimate(0.16) },
  baselines: { bgnbd: { auc: estimate(0.79), brier: estimate(0.17) } },
  advantage: { bgnbd: { value: 0.01, low: -0.004, high: 0.02 } },
  bestBaseline: 'bgnbd',
  beatsBestBaseline: false,
  deciles: deciles.map((row) => ({ ...row, predicted: row.predicted / 100, actual: row.actual / 100 })),
  calibration: bins,
}

export const summary: RunSummary = {
  runId: 7,
  createdAtMs: Date.UTC(2025, 7, 1),
  studyId: null,
  engine: { name: 'wasm', gpu: false, device: 'one CPU core', reasons: [], candidates: [] },
  split: 'time',
  cutoff: '2025-05-01',
  horizonDays: 90,
  rows: { train: 9000, validation: 1500, test: 1500 },
  epochs: 9,
  seconds: 40,
  examplesPerSecond: 8000,
  origin: null,
  headline: {
    ltv: { metric: 'normalizedGini', model: estimate(0.72), baseline: 'totalSpend', baselineValue: estimate(0.69), beats: true }, // prettier-ignore
    repurchase: { metric: 'auc', model: estimate(0.8), baseline: 'bgnbd', baselineValue: estimate(0.79), beats: false },
  },
  scored: { users: 4000, products: 0, pairs: 0, cold: 300, launches: 0, conquest: 0 },
  scoredAt: '2025-07-30',
}

export const details: RunDetails = {
  ...summary,
  side: { tasks: {}, skipped: [{ table: 'launches', reason: 'tooFewRows' }], rows: { train: 600, validation: 90, test: 100 }, epochs: 4 }, // prettier-ignore
  setup: plan.setup,
  config: { ...defaultModelConfig, learningRate: 0.001, weightDecay: 0.0001, dropout: 0.1 },
  fingerprint: 'f'.repeat(64),
  tasks: { ltv: report, repurchase },
  skipped: [{ task: 'potential', reason: 'noProducts' }],
  losses: [],
  newcomerRevenueShare: 0.1,
  learning: {},
  columns: [],
  sources: [],
  stale: false,
}
