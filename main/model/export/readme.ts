import { nameIn } from '../../base/taskId.ts'
import type { Words } from '../../base/resources.ts'
import type { Task } from '../../features/types.ts'
import { primaryMetricOf, type Estimate } from '../types.ts'
import type { ExportManifest } from './types.ts'

/** README.md: how the files are used, how good the model is, and where it ends. */
export function composeReadme(manifest: Omit<ExportManifest, 'files'>, words: Words): string {
  const say = (key: string, params?: Record<string, string | number>) => words.say(`export.readme.${key}`, params)
  const format = formatIn(words)
  const { runId, cutoff, horizonDays, split, currency, distillation } = manifest
  const tasks = Object.keys(manifest.tasks) as Task[]
  const described = ['preprocessing', 'model', 'members', 'manifest', 'example']
  const unproven = tasks.filter((task) => !manifest.tasks[task]?.beats)
  return joined('\n\n', [
    `# ${say('title', { runId })}`,
    say('purpose', { horizonDays }),
    joined('\n', ['```js', ...usage, '```']),
    say('records'),
    `## ${say('files')}`,
    bullets([
      ...described.map((file) => `\`${file}.json\`: ${say(file)}`),
      `\`score.js\`, \`network.js\`: ${say('scripts')}`,
    ]),
    `## ${say('quality')}`,
    say('measured', { split: words.say(`model.splits.${split}`), cutoff }),
    joined('\n', [
      `| ${['task', 'metric', 'model', 'best', 'rows'].map((name) => say(`columns.${name}`)).join(' | ')} |`,
      '| --- | --- | --- | --- | --- |',
      ...tasks.map((task) => taskLine(task, manifest, words, format)),
    ]),
    bullets(unproven.map((task) => say('notBetter', { task: taskName(task, words) }))),
    ...(distillation ? [say('small'), bullets(distilledLines(distillation, words, format))] : []),
    `## ${say('limits')}`,
    bullets([
      ...['asOf', 'shift', 'interval'].map((limit) => say(`limit.${limit}`)),
      say('limit.money', { currency: currency || '–' }),
    ]),
  ])
}

const joined = (between: string, parts: string[]): string => parts.filter((part) => part !== '').join(between)
const bullets = (lines: string[]): string =>
  joined(
    '\n',
    lines.map((line) => `- ${line}`),
  )

const usage = [
  "import { loadModel, score } from './score.js'",
  "import examples from './example.json' with { type: 'json' }",
  '',
  "const model = await loadModel(new URL('.', import.meta.url))",
  'const { record, scores } = Object.values(examples)[0]',
  'console.log(score(model, record), scores)',
]

type Format = (value: Estimate) => string

function formatIn({ language }: Words): Format {
  const number = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 })
  const figure = (value: number | null) => (value === null ? '–' : number.format(value))
  return ({ value, low, high }) =>
    low === null ? figure(value) : `${figure(value)} (${figure(low)} – ${figure(high)})`
}

/** The analyst's own tasks go by the names they were given. */
const taskName = (task: Task, words: Words) => nameIn(task) || words.say(`charts.tasks.${task}`)

function taskLine(task: Task, { tasks }: Pick<ExportManifest, 'tasks'>, words: Words, format: Format): string {
  const report = tasks[task]
  if (!report) return ''
  const metric = primaryMetricOf(task)
  const { metrics, baselines, bestBaseline, testRows } = report
  const best = bestBaseline
    ? `${words.say(`charts.baselines.${bestBaseline}`)} ${format(baselines[bestBaseline][metric])}`
    : '–'
  return `| ${[taskName(task, words), words.say(`charts.metrics.${metric}`), format(metrics[metric]), best, testRows].join(' | ')} |`
}

const distilledLines = (
  { tasks }: NonNullable<ExportManifest['distillation']>,
  words: Words,
  format: Format,
): string[] =>
  (Object.entries(tasks) as [Task, NonNullable<(typeof tasks)[Task]>][]).map(([task, { metric, small, difference }]) =>
    words.say('export.readme.loss', {
      task: taskName(task, words),
      metric: words.say(`charts.metrics.${metric}`),
      small: format(small),
      difference: format(difference),
    }),
  )
