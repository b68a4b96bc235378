import { resolve } from 'node:path'
import type { Command } from 'commander'
import { AssayError } from '../../base/errors.ts'
import { lessCost, standingOf } from '../../charts/standing.ts'
import type { Estimate } from '../../model/types.ts'
import {
  contenders,
  rivals,
  type Backtest,
  type Perturbation,
  type Reached,
  type ReachedMoney,
  type RobustnessReport,
  type Target,
} from '../../verdict/types.ts'
import { estimate } from './describe.ts'
import { printResult, table, wholeNumber, words, type JsonOption } from './output.ts'
import { withProject } from './session.ts'
import { addSetupOptions, trainingOf, type SetupOptions } from './trainCommand.ts'

/** What a model is worth: `backtest` in money at past dates, `robustness` on worse data. */
export function addVerdictCommands(program: Command): void {
  addBacktestCommand(program)
  addRobustnessCommand(program)
}

interface BacktestOptions extends SetupOptions {
  dates: number
  k: string
  cost?: string
}

function addBacktestCommand(program: Command): void {
  const backtest = program
    .command('backtest <project>')
    .description('what targeting would have reached at past dates, by Assay and by others')
  addSetupOptions(backtest, ['cutoff', 'split', 'fold'])
    .option('--dates <n>', 'how many past dates, a horizon apart where so many fit', wholeNumber, 4)
    .option('--k <target>', 'whom to target: a share such as 10%, or so many per date', '10%')
    .option('--cost <money>', 'what each contact costs')
    .action(async (project: string, options: BacktestOptions) => {
      const target = readTarget(options.k)
      const cost = readNumber('--cost', options.cost ?? '0')
      const found = await withProject(resolve(project), async (session) => {
        const { setup, config, engine } = await trainingOf(session, options)
        const { cutoff: _, split: _split, fold: _fold, ...chosen } = setup
        const input = { dates: options.dates, setup: chosen, config, engine }
        const { backtestId } = await session.job<{ backtestId: number }>('verdict.backtest', input)
        const reached = await session.call('verdict.reached', { backtestId, target })
        const backtests = await session.call('verdict.backtests', {})
        return { backtest: backtests.find((one) => one.backtestId === backtestId), reached }
      })
      if (!found.backtest) throw new AssayError('internal', { message: 'the backtest was not stored' })
      printResult(options.json === true, forScripts(found.backtest, found.reached, cost), (result) =>
        describe(found.reached, result),
      )
    })
}

/** `10%` or `500`. Throws `input.invalid`. */
export function readTarget(text: string): Target {
  const [, figure, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text.trim()) ?? []
  const value = Number(figure)
  if (percent && value > 0 && value <= 100) return { share: value / 100 }
  if (percent === '' && Number.isInteger(value) && value > 0) return { count: value }
  throw new AssayError('input.invalid', {
    field: '--k',
    problem: `a share such as 10% or a number such as 500, not ${text}`,
  })
}

function readNumber(field: string, text: string): number {
  const value = Number(text)
  if (Number.isFinite(value) && value >= 0 && text.trim() !== '') return value
  throw new AssayError('input.invalid', { field, problem: `a number of at least 0, not ${text}` })
}

type BacktestResult = ReturnType<typeof forScripts>

/** The figures at the chosen target, money less contacts, and what may be said of it. */
function forScripts(backtest: Backtest, { target, pooled, dates }: Reached, costPerContact: number) {
  const { backtestId, horizonDays, stepDays, engine, seconds } = backtest
  const at = ({ contacts, customers, everybody, reached, ahead }: ReachedMoney) => ({
    ...{ contacts, customers, everybody },
    contenders: Object.fromEntries(
      contenders.map((name) => [
        name,
        { reached: reached[name], net: lessCost(reached[name], contacts, costPerContact) },
      ]),
    ),
    ahead: Object.fromEntries(rivals.map((name) => [name, { ...ahead[name], verdict: standingOf(ahead[name]) }])),
  })
  return {
    ...{ backtestId, horizonDays, stepDays, target, costPerContact },
    measure: backtest.setup.measure,
    tasks: backtest.setup.tasks,
    pooled: at(pooled),
    dates: dates.map((date) => ({ cutoff: date.cutoff, ...at(date) })),
    skipped: backtest.dates
      .filter(({ skipped }) => skipped !== null)
      .map(({ cutoff, skipped }) => ({ cutoff, reason: skipped })),
    engine: { name: engine.name, device: engine.device },
    seconds,
  }
}

const money = ({ value, low, high }: Estimate): string =>
  value === null ? '–' : `${round(value)} (${low === null ? '–' : round(low)} … ${high === null ? '–' : round(high)})`

const round = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 0 })

function describe({ pooled, dates }: Reached, result: BacktestResult): string {
  const lines = (at: ReachedMoney, when: string) =>
    contenders.map((name) => [
      when,
      contenderName(name),
      money(lessCost(at.reached[name], at.contacts, result.costPerContact)),
      name === 'assay' ? '–' : money(at.ahead[name]),
      name === 'assay' ? '–' : words().say(`charts.ahead.standings.${standingOf(at.ahead[name])}`),
    ])
  const all = words().say('charts.ahead.pooled')
  return [
    `backtest #${result.backtestId}: ${dates.length} past dates, ${result.horizonDays} days each, ` +
      `${pooled.contacts} of ${pooled.customers} customers targeted`,
    table(
      ['as of', 'chosen by', 'money reached', 'Assay beyond it', 'verdict'],
      [...lines(pooled, all), ...dates.flatMap((date) => lines(date, date.cutoff))],
    ),
    ...result.skipped.map(({ cutoff, reason }) => `${cutoff}: ${reason ?? ''}`),
    words().say('verdict.limits.reached'),
  ].join('\n')
}

const contenderName = (name: string): string =>
  words().say(
    words().has(`charts.baselines.${name}`) ? `charts.baselines.${name}` : `charts.reached.contenders.${name}`,
  )

function addRobustnessCommand(program: Command): void {
  program
    .command('robustness <project>')
    .description('how a run stands up to noise, missing exports and an adversary')
    .requiredOption('--run <id>', 'the run', wholeNumber)
    .option('--noise <sizes>', 'standard deviations, comma-separated', '0.1,0.3,1')
    .option('--attack <sizes>', 'standard deviations, comma-separated', '0.1,0.5')
    .option('--rows <n>', 'test rows per task at most', wholeNumber, 5000)
    .option('--seed <n>', 'of what is drawn', wholeNumber, 1)
    .option('--engine <name>', 'auto, node, webgpu or wasm', 'auto')
    .action(async (project: string, options: RobustnessOptions) => {
      const report = await withProject(resolve(project), (session) =>
        session.job<RobustnessReport>('verdict.robustness', {
          runId: options.run,
          noise: readSizes('--noise', options.noise),
          attack: readSizes('--attack', options.attack),
          rows: options.rows,
          seed: options.seed,
          engine: options.engine,
        }),
      )
      printResult(options.json === true, report, describeRobustness)
    })
}

interface RobustnessOptions extends JsonOption {
  run: number
  noise: string
  attack: string
  rows: number
  seed: number
  engine: string
}

const readSizes = (field: string, text: string): number[] =>
  text.trim() === '' ? [] : text.split(',').map((size) => readNumber(field, size))

const perturbationName = (done: Perturbation): string =>
  done.kind === 'missing' ? `without ${done.source}` : `${done.kind} ${done.size}`

const describeRobustness = ({ changes, attacked }: RobustnessReport): string =>
  [
    table(
      ['task', 'metric', 'made worse by', 'before', 'after', 'change', 'verdict'],
      changes.map(({ task, metric, perturbation, before, after, change }) => [
        ...[task, metric, perturbationName(perturbation), estimate(before), estimate(after), estimate(change)],
        words().say(`charts.robustness.standings.${standingOf(change)}`),
      ]),
    ),
    ...(attacked ? [] : [words().say('verdict.robustness.noNetwork')]),
  ].join('\n')
