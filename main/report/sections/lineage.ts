import { originWords } from '../../charts/originWords.ts'
import { tasks } from '../../features/types.ts'
import type { ModelConfig } from '../../model/modelConfig.ts'
import type { Estimate } from '../../model/types.ts'
import type { ReportFacts, RunFacts } from '../gather.ts'
import type { Block, Section } from '../types.ts'
import { filterWords } from '../filterWords.ts'
import { estimateWords, factTable, type Wording } from '../wording.ts'

/** Settings of the network but its seed and weights, which stand apart; those of what is switched off are left out. */
function settingsOf({ members, ...settings }: ModelConfig): [string, number | string | boolean][] {
  const { seed, taskWeights, towers, continues, ...config } = settings
  const isOff = (name: string) =>
    (config.sequenceLength === 0 && /^sequence(Width|Blocks|Heads)$|Acts$|^pretrain/.test(name)) ||
    (config.experts === 'shared' && name === 'expertCount') ||
    (config.adversary === 'none' && name === 'adversarySize') ||
    (config.transfer !== 'adapters' && name === 'adapterWidth') ||
    (config.transfer !== 'lora' && name === 'loraRank') ||
    (config.transfer === 'none' && name === 'transfer')
  return [
    ...Object.entries(members),
    ...Object.entries(config).filter(([name]) => !isOff(name)),
    ...(towers === null ? [] : [['towers', towers] satisfies [string, string]]),
    ...(continues === null ? [] : [['continues', continues] satisfies [string, number]]),
  ]
}

/** From which files, settings and engine every figure comes. */
export function lineageSection(facts: ReportFacts, wording: Wording): Section {
  const { say, paragraph } = wording
  const blocks: Block[] = [
    paragraph('lineage.intro'),
    factTable(
      'lineage',
      say('lineage.report'),
      lineageOf(facts, wording).map(({ name, value }) => [name, value]),
    ),
  ]
  if (facts.run) blocks.push(runTable({ ...facts, run: facts.run }, wording), sourceTable(facts.run, wording))
  return { id: 'lineage', title: say('lineage.title'), blocks }
}

/** Project, data, filters, version and day: what every writing carries, whatever its format and with a run or without. */
export function lineageOf(facts: ReportFacts, wording: Wording): { name: string; value: string }[] {
  const { kit, say } = wording
  const { format } = kit
  return [
    { name: say('lineage.project'), value: facts.projectName },
    { name: say('lineage.dataFingerprint'), value: facts.dataFingerprint },
    { name: say('lineage.runId'), value: facts.run ? `#${facts.run.runId}` : say('lineage.noRun') },
    { name: say('lineage.filters'), value: filterWords(facts, wording) },
    { name: say('lineage.writtenOn'), value: format.day(facts.writtenOn) },
    { name: say('lineage.version'), value: `Assay ${facts.version}` },
  ]
}

function runTable(facts: RunFacts, { kit, say }: Wording): Block {
  const { format, translate } = kit
  const { run } = facts
  const { config, setup, engine } = run
  const setting = (name: string) => translate(`charts.settings.${name}`)
  const valueOf = (name: string, value: number | string | boolean) => {
    if (typeof value === 'number') return format.exact(value)
    if (name === 'towers') return String(value)
    return translate(`charts.settingChoices.${value === true ? 'on' : value === false ? 'off' : value}`)
  }
  const weights = tasks.map((task) => `${translate(`charts.tasks.${task}`)} ${format.exact(config.taskWeights[task])}`)
  const { networks, boosted, linear } = config.members
  const members = [
    ...(networks > 0 ? [`${setting('networks')} ${format.exact(networks)}`] : []),
    ...(boosted ? [setting('boosted')] : []),
    ...(linear ? [setting('linear')] : []),
  ]
  const words = { translate, count: format.count, estimate: (own: Estimate) => estimateWords(own, 'number', kit) }
  const started = originWords(run.origin, words).join(say('sentenceSeparator'))
  const engineWords = engine.device === '' ? engine.name : `${engine.name} · ${engine.device}`
  const others = [
    ...engine.candidates.map(({ name, msPerStep }) => `${name} ${format.number(msPerStep)} ms`),
    ...engine.reasons,
  ]
  const passedOver = others.length > 0 ? [`(${others.join('; ')})`] : []
  return factTable('run', say('lineage.run'), [
    ...(facts.trainedOn === null
      ? []
      : [[say('lineage.trained'), format.day(facts.trainedOn)] satisfies [string, string]]),
    [say('lineage.fingerprint'), run.fingerprint],
    [say('lineage.engine'), [engineWords, ...passedOver].join(' ')],
    [say('lineage.effort'), say('lineage.effortValue', { epochs: run.epochs, seconds: format.number(run.seconds) })],
    [say('lineage.seeds'), say('lineage.seedValues', { split: setup.seed, model: config.seed })],
    ...settingsOf(config).map(([name, value]): [string, string] => [setting(name), valueOf(name, value)]),
    [say('lineage.taskWeights'), weights.join(' · ')],
    [say('lineage.members'), members.join(' · ')],
    ...(started === '' ? [] : [[say('lineage.origin'), started] satisfies [string, string]]),
  ])
}

const sourceTable = ({ sources }: RunFacts['run'], { kit, say }: Wording): Block => ({
  kind: 'table',
  table: {
    id: 'runSources',
    title: say('lineage.sources'),
    subtitle: say('lineage.sourcesNote'),
    columns: [
      { label: say('data.file'), kind: 'text' },
      { label: say('data.kind'), kind: 'text' },
      { label: say('data.kept'), kind: 'count' },
      { label: 'SHA-256', kind: 'text' },
    ],
    rows: sources.map((source) => [
      source.present ? source.name : say('lineage.undone', { file: source.name }),
      kit.translate(`dataset.kinds.${source.kind}.name`),
      source.rowsKept,
      source.sha256,
    ]),
    keys: 1,
  },
})
