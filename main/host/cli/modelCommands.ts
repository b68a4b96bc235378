import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Explanation } from '../../explain/types.ts'
import type { Task } from '../../features/types.ts'
import { describeExplanation, describeStudy, estimate } from './describe.ts'
import { printResult, table, wholeNumber, type JsonOption } from './output.ts'
import { addReportCommand } from './reportCommand.ts'
import { withProject } from './session.ts'
import { addSetupOptions, addTrainCommand, trainingOf, type SetupOptions } from './trainCommand.ts'

/** `train`, `runs`, `score`, `towers`, `search`, `explain`, `report`. */
export function addModelCommands(program: Command): void {
  addTrainCommand(program)

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
    .requiredOption('--run <id>', 'the run', wholeNumber)
    .requiredOption('--entity <entity>', 'users, products, loyalty, cold, launches or conquest')
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

  addTowersCommand(program)
  addSearchCommand(program)
  addExplainCommand(program)
  addReportCommand(program)
}

function addTowersCommand(program: Command): void {
  program
    .command('towers <project>')
    .description('save the towers of a run for other projects to start from')
    .requiredOption('--run <id>', 'the run', wholeNumber)
    .requiredOption('--out <file>', 'an .assaymodel file')
    .action(async (project: string, options: JsonOption & { run: number; out: string }) => {
      const saved = await withProject(resolve(project), (session) =>
        session.job<{ bytes: number; networks: number }>('model.saveTowers', {
          runId: options.run,
          target: { path: resolve(options.out) },
        }),
      )
      printResult(
        options.json === true,
        saved,
        ({ networks, bytes }) => `towers of ${networks} networks, ${bytes} bytes, in ${options.out}`,
      )
    })
}

function addSearchCommand(program: Command): void {
  const search = program.command('search <project>').description('try hyperparameters, compared on validation rows')
  addSetupOptions(search)
    .requiredOption('--method <name>', 'random')
    .option('--trials <n>', 'how many', wholeNumber, 12)
    .option('--resume <study>', 'go on with a study', wholeNumber)
    .action(async (project: string, options: SetupOptions & { method: string; trials: number; resume?: number }) => {
      const study = await withProject(resolve(project), async (session) => {
        const { studyId } = await session.job<{ studyId: number }>('search.start', {
          ...(await trainingOf(session, options)),
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

function addExplainCommand(program: Command): void {
  program
    .command('explain <project>')
    .description('tell which inputs a task leans on')
    .requiredOption('--run <id>', 'the run', wholeNumber)
    .requiredOption(
      '--task <task>',
      'ltv, repurchase, potential, loyalty, or one of your own as the run names it, such as "yesNo:buys tools"',
    )
    .option('--method <name>', 'permutation', 'permutation')
    .option('--repeats <n>', 'shuffles per input', wholeNumber, 10)
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
