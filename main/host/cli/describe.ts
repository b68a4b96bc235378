import { originWords } from '../../charts/originWords.ts'
import type { Explanation } from '../../explain/types.ts'
import type { Estimate, RunDetails } from '../../model/types.ts'
import type { StudyDetails } from '../../search/types.ts'
import { table, words } from './output.ts'

/** The command line's shape of a run: figures only, no curves. */
export function runForScripts(run: RunDetails) {
  return {
    runId: run.runId,
    engine: {
      name: run.engine.name,
      gpu: run.engine.gpu,
      device: run.engine.device,
      candidates: run.engine.candidates,
      reasons: run.engine.reasons,
    },
    split: run.split,
    cutoff: run.cutoff,
    horizonDays: run.horizonDays,
    measure: run.setup.measure,
    costShare: run.setup.costShare,
    rows: run.rows,
    epochs: run.epochs,
    seconds: run.seconds,
    examplesPerSecond: run.examplesPerSecond,
    tasks: figuresOf(run.tasks),
    side: { tasks: figuresOf(run.side.tasks), skipped: run.side.skipped, rows: run.side.rows },
    skipped: run.skipped,
    newcomerRevenueShare: run.newcomerRevenueShare,
    text: run.text ?? null,
    learning: run.learning,
    origin: run.origin,
    scored: run.scored,
  }
}

const figuresOf = (tasks: RunDetails['tasks']) =>
  Object.fromEntries(
    Object.entries(tasks).map(([task, report]) => [
      task,
      {
        testRows: report.testRows,
        metrics: report.metrics,
        baselines: report.baselines,
        advantage: report.advantage,
        bestBaseline: report.bestBaseline,
        beatsBestBaseline: report.beatsBestBaseline,
        blend: report.blend,
        ...(report.horizons && { horizons: report.horizons }),
      },
    ]),
  )

export function describeRun(run: RunDetails): string {
  const { rows, engine } = run
  const head =
    `run #${run.runId}: ${engine.name} on ${engine.device}, ${run.split} split, cutoff ${run.cutoff}, ` +
    `${run.horizonDays} days; rows ${rows.train} train, ${rows.validation} validation, ${rows.test} test; ` +
    `${run.epochs} epochs in ${run.seconds.toFixed(1)} s`
  const margin =
    run.setup.measure === 'margin'
      ? [`ltv counts margin; ${(100 * (run.setup.costShare ?? 0)).toFixed(1)}% of spend has a known cost`]
      : []
  const lines = Object.entries(run.headline).map(([task, line]) => [
    task,
    line.metric,
    estimate(line.model),
    line.baseline ?? '–',
    line.baselineValue ? estimate(line.baselineValue) : '–',
    line.beats ? 'yes' : 'no',
  ])
  const skipped = run.skipped.map(({ task, reason }) => `${task}: ${words().say(`features.skipped.${reason}`)}`)
  const others = [
    ...engine.candidates.map(({ name, msPerStep }) => `${name} ${msPerStep.toFixed(2)} ms a step`),
    ...engine.reasons,
  ]
  const engines = others.length > 0 ? [`engines: ${others.join('; ')}`] : []
  const broken = (run.learning.diverged ?? []).map(({ network, epoch, batch, suspect, kept }) =>
    words().say('model.learning.diverged', { network, epoch, batch, task: suspect, kept }),
  )
  const hashed = (run.learning.hashed ?? []).map(({ of, names, own, places }) =>
    words().say(`model.learning.hashed.${of}`, { names, own, places }),
  )
  const kit = { translate: words().say, count: (value: number) => value.toLocaleString('en'), estimate }
  return [
    head,
    ...engines,
    ...margin,
    ...originWords(run.origin, kit),
    table(['task', 'metric', 'model', 'best baseline', 'value', 'beats it'], lines),
    ...skipped,
    ...broken,
    ...hashed,
    ...(run.text ? [words().say(`model.text.note.${run.text.encoder}`, { ...run.text })] : []),
  ].join('\n')
}

export const estimate = ({ value, low, high }: Estimate): string =>
  value === null ? '–' : `${value.toFixed(3)} (${low?.toFixed(3) ?? '–'}–${high?.toFixed(3) ?? '–'})`

export const describeStudy = (study: StudyDetails): string =>
  `study ${study.studyId} (${study.state}): best trial ${study.best?.number ?? '–'}\n` +
  table(
    ['trial', 'validation loss', 'epochs', 'seconds', 'settings'],
    study.trials.map((trial) => [
      `${trial.number}`,
      trial.validationLoss,
      trial.epochs,
      trial.seconds,
      JSON.stringify(trial.config),
    ]),
  )

export const describeExplanation = ({ result }: Explanation): string =>
  table(
    ['input', 'encoder', `drop in ${result.metric}`, '95% interval'],
    result.features.map((row) => [
      row.feature,
      row.group,
      row.mean.toFixed(4),
      `${row.low.toFixed(4)} to ${row.high.toFixed(4)}`,
    ]),
  )
