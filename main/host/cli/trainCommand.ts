import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { AssayError, toAssayError } from '../../base/errors.ts'
import { describeRun, runForScripts } from './describe.ts'
import { printResult, wholeNumber, type JsonOption } from './output.ts'
import { collect, ownTasksOf } from './ownTaskOption.ts'
import { withProject, type Session } from './session.ts'

/** `train`: train, test against baselines, refit and score. */
export function addTrainCommand(program: Command): void {
  const train = program.command('train <project>').description('train, test against baselines, refit and score')
  addSetupOptions(train)
    .option('--predictions <file>', 'write the test rows as CSV')
    .option('--from <file>', 'start from the towers in an .assaymodel file')
    .option('--transfer <way>', 'with --from: frozen, adapters, lora or full (the default)')
    .option('--continue <run>', 'go on from a run, with its setup; kept only where it is no worse', wholeNumber)
    .action((project: string, options: TrainOptions) => runTraining(project, options))
}

export interface SetupOptions extends JsonOption {
  tasks?: string
  task?: string[]
  cutoff?: string
  horizon?: number
  split: string
  fold?: string
  engine: string
  measure: string
  seed: number
  preset: string
  text?: string
  config?: string
}

interface TrainOptions extends SetupOptions {
  predictions?: string
  from?: string
  transfer?: string
  continue?: number
}

/** What shapes a training, for every command that starts one; a command may have its own way of saying some of it. */
export function addSetupOptions(command: Command, without: ('cutoff' | 'split' | 'fold')[] = []): Command {
  if (!without.includes('cutoff')) command.option('--cutoff <day>', 'features see only what happened before it')
  if (!without.includes('split')) command.option('--split <kind>', 'auto, time or users', 'auto')
  if (!without.includes('fold')) command.option('--fold <k/n>', 'of a users split, which part is the test')
  return command
    .option(
      '--tasks <list>',
      'of ltv, repurchase, potential, loyalty; comma-separated; own for tasks of your own alone',
    )
    .option(
      '--task <what>',
      'a task of your own: a JSON file, or the name of one kept in the project; repeatable',
      collect,
    )
    .option('--horizon <days>', 'labels are what happened within so many days after the cutoff', wholeNumber)
    .option('--engine <name>', 'auto, node, webgpu or wasm', 'auto')
    .option('--measure <what>', 'what ltv counts: spend, or margin where products have costs', 'spend')
    .option('--seed <n>', 'of everything that is drawn', wholeNumber, 1)
    .option('--preset <name>', 'quick, balanced or thorough', 'balanced')
    .option('--text <reader>', 'what reads titles: builtIn, off, or a folder with a pretrained model')
    .option(
      '--config <file>',
      'JSON with settings over those of the preset, of text: { "text": { "encoder": … } }, and tasks of your own: { "own": [ … ] }',
    )
}

export async function trainingOf(session: Session, options: SetupOptions) {
  const { text, own, ...config } = options.config ? readConfig(options.config) : {}
  return {
    setup: {
      tasks: options.tasks
        ?.split(',')
        .map((task) => task.trim())
        .filter((task) => task !== 'own'),
      own: await ownTasksOf(session, own, options.task),
      cutoff: options.cutoff,
      horizonDays: options.horizon,
      split: options.split,
      fold: parseFold(options.fold),
      measure: options.measure,
      text: options.text === undefined ? text : { encoder: options.text },
      seed: options.seed,
    },
    config: { preset: options.preset, ...config },
    engine: options.engine,
  }
}

function parseFold(text: string | undefined): { k: number; n: number } | undefined {
  if (text === undefined) return undefined
  const match = /^(\d+)\/(\d+)$/.exec(text)
  if (!match) throw new AssayError('input.invalid', { field: '--fold', problem: `k/n such as 1/5, not ${text}` })
  return { k: Number(match[1]), n: Number(match[2]) }
}

function readConfig(path: string): Record<string, unknown> {
  try {
    const settings: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return z.record(z.string(), z.unknown()).parse(settings)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError)
      throw new AssayError('input.invalid', { field: path, problem: error.message })
    throw toAssayError(error)
  }
}

async function startingOf(session: Session, options: TrainOptions) {
  const training = await trainingOf(session, options)
  const { from, transfer, continue: continues } = options
  return {
    ...training,
    config: { ...training.config, ...(transfer !== undefined && { transfer }) },
    towers: from === undefined ? undefined : { path: resolve(from) },
    continues,
  }
}

async function runTraining(project: string, options: TrainOptions): Promise<void> {
  const details = await withProject(resolve(project), async (session) => {
    const { runId } = await session.job<{ runId: number }>('model.train', await startingOf(session, options))
    if (options.predictions) {
      await session.job('model.exportPredictions', { runId, target: { path: resolve(options.predictions) } })
    }
    return session.call('model.run', { runId })
  })
  printResult(options.json === true, runForScripts(details), () => describeRun(details))
}
