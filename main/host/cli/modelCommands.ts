import { resolve } from 'node:path'
import { readFileSync } from 'node:fs'
import { InvalidArgumentError, type Command } from 'commander'
import { AssayError, toAssayError } from '../../base/errors.ts'
import type { Explanation } from '../../explain/types.ts'
import type { Task } from '../../features/types.ts'
import type { Estimate, RunDetails } from '../../model/types.ts'
import type { StudyDetails } from '../../search/types.ts'
import { printResult, table, words } from './output.ts'
import { withProject } from './session.ts'

interface JsonOption {
  json?: boolean
}

const whole = (text: string): number => {
  const value = Number(text)
  if (!Number.isInteger(value)) throw new InvalidArgumentError('a whole number is expected')
  return value
}

/** `train`, `runs`, `score`, `search`, `explain`, `report`. */
export function addModelCommands(program: Command): void {
  const train = program.command('train <project>').description('train, test against baselines, refit and score')
  addSetupOptions(train)
    .option('--predictions <file>', 'write the test rows as CSV')
    .action((project: string, options: TrainOptions) => runTraining(project, options))

  program
    .command('runs <project>')
    .description('list the trained runs')
    .action(async (project: string, options: JsonOption) => {
      const runs = await withProject(resolve(project), (session) => session.call('model.runs', {}))
      printResult(options.json === true, runs, () =>
        table(
          ['run', 'cutoff', 'horizon', 'split', 'engine', 'task', 'metric', 'model', 'best baseline', 'value'],
          runs.flatMap((run) =>
            Object.entries(run.headline).map(([task, line]) => [
              `#${run.runId}`,
              run.cutoff,
              `${run.horizonDays} d`,
              run.split,
              run.engine.name,
              task,
              line.metric,
              estimate(line.model),
              line.baseline ?? '–',
              line.baselineValue ? estimate(line.baselineValue) : '–',
            ]),
          ),
        ),
      )
    })

  program
    .command('score <project>')
    .description('write the scores of a run as CSV')
    .requiredOption('--run <id>', 'the run', whole)
    .requiredOption('--entity <entity>', 'users, products or loyalty')
    .requiredOption('--out <file>', 'where to write')
    .action(async (project: string, options: JsonOption & { run: number; entity: string; out: string }) => {
      const written = await withProject(resolve(project), (session) =>
        session.job<{ rows: number }>('model.exportScores', {
          runId: options.run,
          entity: options.entity,
          target: { path: resolve(options.out) },
        }),
      )
      printResult(options.json === true, written, ({ rows }) => `${rows} rows in ${options.out}`)
    })

  addSearchCommand(program)
  addExplainCommand(program)
  addReportCommand(program)
}

interface SetupOptions extends JsonOption {
  tasks?: string
  cutoff?: string
  horizon?: number
  split: string
  fold?: string
  engine: string
  seed: number
  config?: string
}

interface TrainOptions extends SetupOptions {
  predictions?: string
}

function addSetupOptions(command: Command): Command {
  return command
    .option('--tasks <list>', 'of ltv, repurchase, potential, loyalty; comma-separated')
    .option('--cutoff <day>', 'features see only what happened before it')
    .option('--horizon <days>', 'labels are what happened within so many days after the cutoff', whole)
    .option('--split <kind>', 'auto, time or users', 'auto')
    .option('--fold <k/n>', 'of a users split, which part is the test')
    .option('--engine <name>', 'auto, node, webgpu or wasm', 'auto')
    .option('--seed <n>', 'of everything that is drawn', whole, 1)
    .option('--config <file>', 'JSON with settings of the network')
}

function trainingOf(options: SetupOptions) {
  return {
    setup: {
      tasks: options.tasks?.split(',').map((task) => task.trim()),
      cutoff: options.cutoff,
      horizonDays: options.horizon,
      split: options.split,
      fold: parseFold(options.fold),
      seed: options.seed,
    },
    config: options.config ? readConfig(options.config) : {},
    engine: options.engine,
  }
}

function parseFold(text: string | undefined): { k: number; n: number } | undefined {
  if (text === undefined) return undefined
  const match = /^(\d+)\/(\d+)$/.exec(text)
  if (!match) throw new AssayError('input.invalid', { field: '--fold', problem: `k/n such as 1/5, not ${text}` })
  return { k: Number(match[1]), n: Number(match[2]) }
}

function readConfig(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) throw new AssayError('input.invalid', { field: path, problem: error.message })
    throw toAssayError(error)
  }
}

async function runTraining(project: string, options: TrainOptions): Promise<void> {
  const details = await withProject(resolve(project), async (session) => {
    const { runId } = await session.job<{ runId: number }>('model.train', trainingOf(options))
    if (options.predictions) {
      await session.job('model.exportPredictions', { runId, target: { path: resolve(options.predictions) } })
    }
    return session.call('model.run', { runId })
  })
  printResult(options.json === true, runForScripts(details), () => describeRun(details))
}

/** The command line's shape of a run: figures only, no curves. */
export function runForScripts(run: RunDetails) {
  return {
    runId: run.runId,
    engine: { name: run.engine.name, gpu: run.engine.gpu, device: run.engine.device, reasons: run.engine.reasons },
    split: run.split,
    cutoff: run.cutoff,
    horizonDays: run.horizonDays,
    rows: run.rows,
    epochs: run.epochs,
    seconds: run.seconds,
    examplesPerSecond: run.examplesPerSecond,
    tasks: Object.fromEntries(
      Object.entries(run.tasks).map(([task, report]) => [
        task,
        {
          testRows: report.testRows,
          metrics: report.metrics,
          baselines: report.baselines,
          advantage: report.advantage,
          bestBaseline: report.bestBaseline,
          beatsBestBaseline: report.beatsBestBaseline,
        },
      ]),
    ),
    skipped: run.skipped,
    newcomerRevenueShare: run.newcomerRevenueShare,
    scored: run.scored,
  }
}

export function describeRun(run: RunDetails): string {
  const { rows } = run
  const head =
    `run #${run.runId}: ${run.engine.name} on ${run.engine.device}, ${run.split} split, cutoff ${run.cutoff}, ` +
    `${run.horizonDays} days; rows ${rows.train} train, ${rows.validation} validation, ${rows.test} test; ` +
    `${run.epochs} epochs in ${run.seconds.toFixed(1)} s`
  const lines = Object.entries(run.headline).map(([task, line]) => [
    task,
    line.metric,
    estimate(line.model),
    line.baseline ?? '–',
    line.baselineValue ? estimate(line.baselineValue) : '–',
    line.beats ? 'yes' : 'no',
  ])
  const skipped = run.skipped.map(({ task, reason }) => `${task}: ${words().say(`features.skipped.${reason}`)}`)
  return [head, table(['task', 'metric', 'model', 'best baseline', 'value', 'beats it'], lines), ...skipped].join('\n')
}

const estimate = ({ value, low, high }: Estimate): string =>
  value === null ? '–' : `${value.toFixed(3)} (${low?.toFixed(3) ?? '–'}–${high?.toFixed(3) ?? '–'})`

function addSearchCommand(program: Command): void {
  const search = program.command('search <project>').description('try hyperparameters, compared on validation rows')
  addSetupOptions(search)
    .requiredOption('--method <name>', 'random')
    .option('--trials <n>', 'how many', whole, 12)
    .option('--resume <study>', 'go on with a study', whole)
    .action(async (project: string, options: SetupOptions & { method: string; trials: number; resume?: number }) => {
      const study = await withProject(resolve(project), async (session) => {
        const { studyId } = await session.job<{ studyId: number }>('search.start', {
          ...trainingOf(options),
          method: options.method,
          trials: options.trials,
          seed: options.seed,
          resume: options.resume,
        })
        return session.call('search.study', { studyId })
      })
      printResult(options.json === true, study, describeStudy)
    })
}

const describeStudy = (study: StudyDetails): string =>
  `study ${study.studyId}: best trial ${study.best?.number ?? '–'}\n` +
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

function addExplainCommand(program: Command): void {
  program
    .command('explain <project>')
    .description('tell which inputs a task leans on')
    .requiredOption('--run <id>', 'the run', whole)
    .requiredOption('--task <task>', 'ltv, repurchase, potential or loyalty')
    .option('--method <name>', 'permutation', 'permutation')
    .option('--repeats <n>', 'shuffles per input', whole, 10)
    .option('--engine <name>', 'auto, node, webgpu or wasm', 'auto')
    .action(
      async (
        project: string,
        options: JsonOption & { run: number; task: Task; method: string; repeats: number; engine: string },
      ) => {
        const explanation = await withProject(resolve(project), (session) =>
          session.job<Explanation>('explain.start', {
            runId: options.run,
            task: options.task,
            method: options.method,
            repeats: options.repeats,
            engine: options.engine,
          }),
        )
        printResult(options.json === true, explanation, describeExplanation)
      },
    )
}

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

function addReportCommand(program: Command): void {
  program
    .command('report <project>')
    .description('write a report about a run')
    .requiredOption('--run <id>', 'the run', whole)
    .requiredOption('--out <file>', 'an .html file')
    .option('--language <language>', 'en or zh-CN', 'en')
    .option('--title <text>', 'instead of the standing title', '')
    .action(
      async (project: string, options: JsonOption & { run: number; out: string; language: string; title: string }) => {
        const written = await withProject(resolve(project), (session) =>
          session.job('report.write', {
            runId: options.run,
            target: { path: resolve(options.out) },
            language: options.language,
            title: options.title,
          }),
        )
        printResult(options.json === true, written, () => `report in ${options.out}`)
      },
    )
}
