import { hashText } from '../base/random.ts'
import type { Work } from '../base/job.ts'
import { toAssayError } from '../base/errors.ts'
import type { AppContext, Trainer } from '../context.ts'
import { describeMachine, installedVersion } from '../engine/installed.ts'
import type { Trial } from '../engine/trials.ts'
import { engineNames, type EngineChoice, type EngineName } from '../engine/types.ts'
import type { TrainingData } from '../features/types.ts'
import { sizeOf } from '../features/vocabulary.ts'
import { isSkippedBy } from './preparation.ts'
import type { NetworkShape } from './probe.ts'
import type { ModelConfig } from './modelConfig.ts'
import type { EngineInfo } from './types.ts'

/** What the trainer says of an engine it has started, or tried. */
export type StartedEngine = Pick<EngineInfo, 'gpu' | 'device'> & { name: EngineName }
export interface Probed {
  device: string
  msPerStep: number
}

/** An engine that says nothing for so long has hung; drivers do that. */
const longestTrialMs = 60_000

/**
 * Starts the engine that was asked for in the trainer. `auto` lets every engine that loads do some steps of a network of
 * this size, each in a process of its own, and takes the fastest; how they did is remembered for this machine. Throws
 * `engine.missing` for an engine that was asked for by name and does not start.
 */
export async function startChosen(
  context: AppContext,
  trainer: Trainer,
  wanted: EngineChoice,
  lesson: { data: TrainingData; config: ModelConfig },
  work: Work,
): Promise<EngineInfo & StartedEngine> {
  const start = (name: EngineName) => {
    trainer.carry(name)
    return trainer.call<StartedEngine>('engine', name, work)
  }
  if (wanted !== 'auto') return { ...(await start(wanted)), reasons: [], candidates: [] }
  const shape = shapeOf(lesson.data, lesson.config)
  const machine = describeMachine(engineNames)
  const network = keyOf(shape)
  const remembered = context.trials.find(machine, network)
  const again = remembered && (await startAsBefore(start, fastest(remembered)))
  if (remembered && again) return { ...again, ...toldOf(remembered) }
  const trials = await tryAll(context, machine, shape, work)
  context.trials.keep(machine, network, trials)
  return { ...(await start(fastest(trials).name)), ...toldOf(trials) }
}

/** Null where the engine starts no more, or on another device than when it was tried: then all are tried again. */
async function startAsBefore(
  start: (name: EngineName) => Promise<StartedEngine>,
  { name, device }: Trial,
): Promise<StartedEngine | null> {
  try {
    const started = await start(name)
    return device === '' || device === started.device ? started : null
  } catch (thrown) {
    if (toAssayError(thrown).code === 'job.cancelled') throw thrown
    return null
  }
}

/** Which engines did how, for people. */
function toldOf(trials: Trial[]): Pick<EngineInfo, 'reasons' | 'candidates'> {
  return {
    reasons: trials.flatMap(({ name, reason }) => (reason === null ? [] : [`${name}: ${reason}`])),
    candidates: trials.flatMap(({ name, device, msPerStep }) =>
      msPerStep === null ? [] : [{ name, device, msPerStep }],
    ),
  }
}

/** The least milliseconds a step; the last, which runs everywhere, where there was nothing to compare it with. */
function fastest(trials: Trial[]): Trial {
  const inTime = trials.filter(({ msPerStep }) => msPerStep !== null)
  return inTime.sort((a, b) => (a.msPerStep ?? 0) - (b.msPerStep ?? 0))[0] ?? trials[trials.length - 1]
}

async function tryAll(context: AppContext, machine: string, shape: NetworkShape, work: Work): Promise<Trial[]> {
  const trials: Trial[] = []
  for (const name of engineNames) {
    work.checkpoint()
    work.progress('engine', trials.length, engineNames.length)
    const isLast = name === engineNames[engineNames.length - 1]
    const isAlone = trials.every(({ msPerStep }) => msPerStep === null)
    if (isLast && isAlone) trials.push({ name, device: '', msPerStep: null, reason: null })
    else trials.push(context.trials.fallen(machine, name) ?? (await tryOut(context, name, shape, work)))
  }
  return trials
}

/** Some steps on one engine, in a trainer of its own: an engine that hangs or crashes takes nothing with it. */
async function tryOut(context: AppContext, name: EngineName, shape: NetworkShape, work: Work): Promise<Trial> {
  const fallen = (reason: string): Trial => ({ name, device: '', msPerStep: null, reason })
  if (installedVersion(name) === null) return fallen('not installed')
  const trainer = context.startTrainer()
  trainer.carry(name)
  const patience = setTimeout(() => trainer.release(), longestTrialMs)
  try {
    const { device, msPerStep } = await trainer.call<Probed>('probe', { name, shape }, work)
    return { name, device, msPerStep, reason: null }
  } catch (thrown) {
    const error = toAssayError(thrown)
    if (error.code === 'job.cancelled') throw error
    return fallen(String(error.params.reason ?? error.code))
  } finally {
    clearTimeout(patience)
    trainer.release()
  }
}

function shapeOf(data: TrainingData, config: ModelConfig): NetworkShape {
  const { specs, vocabularies, log, tasks, skipped, users, products, pairs } = data
  const learned = tasks.filter((task) => !skipped.some((skip) => isSkippedBy(skip, task)))
  const rows = { user: users.rows, ...(products && { product: products.rows }), ...(pairs && { pair: pairs.rows }) }
  return { specs, vocabularies, actSizes: log?.sizes ?? null, tasks: learned, rows, config }
}

/** The same for networks whose steps take the same time. */
function keyOf({ specs, vocabularies, actSizes, tasks, rows, config }: NetworkShape): string {
  const { batchSize, accumulate, towerWidth, fusionWidth, embeddingWidth, gate, experts, expertCount } = config
  const sequences = actSizes && [config.sequenceLength, config.sequenceWidth, config.sequenceBlocks, actSizes]
  const groups = specs.map(({ group }) => group).join()
  // Batches depend on how the tables' sizes relate, coarsely.
  const magnitudes = Object.entries(rows).map(([entity, count]) => `${entity} ${Math.round(2 * Math.log2(count + 1))}`)
  const widths = [towerWidth, fusionWidth, embeddingWidth, sizeOf(vocabularies.category), sizeOf(vocabularies.brand)]
  return hashText(
    JSON.stringify([groups, tasks, magnitudes, batchSize, accumulate, widths, gate, experts, expertCount, sequences]),
    0,
  ).toString(36)
}
