import type { StoredRun } from '../../main/model/store.ts'
import { defaultModelConfig } from '../../main/model/modelConfig.ts'
import type { TaskReport } from '../../main/model/types.ts'
import { bins, deciles, report } from '../charts/examples.ts'

const metrics = (names: string[], value: number) =>
  Object.fromEntries(names.map((name) => [name, { value, low: value - 0.02, high: value + 0.02 }]))

/** A model of probabilities that is no better than its best baseline. */
const notBetter = (baselines: string[]): TaskReport => ({
  ...report,
  metrics: metrics(['auc', 'logLoss', 'brier', 'ece'], 0.71),
  baselines: Object.fromEntries(baselines.map((name) => [name, metrics(['auc', 'logLoss', 'brier'], 0.7)])),
  advantage: Object.fromEntries(baselines.map((name) => [name, { value: 0.01, low: -0.01, high: 0.03 }])),
  bestBaseline: baselines[0],
  beatsBestBaseline: false,
  deciles: deciles.map((row) => ({ ...row, predicted: row.predicted / 100, actual: row.actual / 100, actualLow: row.actualLow / 100, actualHigh: row.actualHigh / 100 })), // prettier-ignore
  calibration: bins,
})

/** A run as training stores it: ltv beats its baselines, repurchase and loyalty do not, potential was skipped. */
export function exampleRun(changes: Partial<StoredRun> = {}): Omit<StoredRun, 'runId'> {
  return {
    createdAtMs: Date.UTC(2024, 11, 31, 9),
    studyId: null,
    fingerprint: 'f'.repeat(64),
    setup: {
      tasks: ['ltv', 'repurchase', 'potential', 'loyalty'],
      split: 'time',
      cutoff: '2024-10-01',
      horizonDays: 90,
      trainingCutoffs: ['2024-07-03', '2024-05-19'],
      fold: { k: 1, n: 5 },
      validationShare: 0.15,
      measure: 'spend',
      costShare: null,
      sequenceLength: 0,
      text: { encoder: 'builtIn', fingerprint: null },
      seed: 4,
    },
    config: { ...defaultModelConfig, seed: 4 },
    engine: {
      name: 'wasm',
      gpu: false,
      device: 'wasm, 2 threads',
      candidates: [],
      reasons: ['node: the module is not installed'],
    },
    split: 'time',
    cutoffMs: Date.UTC(2024, 9, 1),
    scoredAtMs: Date.UTC(2024, 11, 30),
    horizonDays: 90,
    rowsTrain: 2100,
    rowsValidation: 380,
    rowsTest: 1500,
    epochs: 17,
    seconds: 12.5,
    examplesPerSecond: 20_000,
    origin: null,
    tasks: { ltv: report, repurchase: notBetter(['bgnbd', 'rfmCell']), loyalty: notBetter(['pastShare']) },
    skipped: [{ task: 'potential', reason: 'tooFewRows' }],
    losses: [],
    side: { tasks: {}, skipped: [], rows: { train: 0, validation: 0, test: 0 }, epochs: 0 },
    learning: {},
    newcomerRevenueShare: 0.12,
    ...changes,
  }
}
