import { hashText } from '../../base/random.ts'
import type { Work } from '../../base/job.ts'
import type { Engine } from '../../engine/types.ts'
import type { Entity } from '../../features/types.ts'
import type { Checkpoint } from '../checkpoint.ts'
import { weightSeed, type BrokenOff, type Fitted } from '../fitting.ts'
import type { Preparation } from '../preparation.ts'
import { networkOf } from '../networkOf.ts'
import { mapEntities, prepareTables, type PreparedTables, type Tables } from '../tables.ts'
import type { ModelConfig } from '../modelConfig.ts'
import type { EpochNote, Member } from '../types.ts'
import { joinParts, roundsOf, rowsAside, thinned } from './aside.ts'
import type { SaidByKind } from './blend.ts'
import { binTables, fitBoosted, type BinnedTables } from './boosted.ts'
import { listen } from './hearing.ts'
import { fitLinearMember } from './linear.ts'
import { fitNetwork } from './network.ts'

/** Members, and what they said of rows that they did not learn from. */
export interface LearnedMembers {
  members: Member[]
  /** By table, the rows set aside of which every kind of member spoke. */
  rows: Partial<Record<Entity, Int32Array>>
  /** By kind and `task.output`, one figure per row of the table; NaN for rows never set aside. */
  said: SaidByKind
  /** How the networks fared, in the rounds' order. */
  fitted: Fitted[]
}

/** How long members learn when nothing is to stop them. */
export interface Pace {
  epochs: number
  /** By `task.output`. */
  trees: Record<string, number>
}

/**
 * Every round learns from its training rows, stops by the rows it set aside, and says what it makes of those. Throws
 * `model.diverged`, `engine.outOfMemory`, `job.cancelled`.
 */
export async function fitMembers(
  preparation: Preparation,
  engine: Engine,
  work: Work,
  checkpoints: Checkpoint[] = [],
): Promise<LearnedMembers> {
  const { tables, config, specs, scales } = preparation
  const material = gather(preparation, prepareTables(specs, scales, tables))
  const rounds = roundsOf(tables, config)
  const learned: LearnedMembers = { members: [], rows: {}, said: {}, fitted: [] }
  for (const [round, own] of rounds.entries()) {
    const watched = roundOf(work, round, rounds.length, config.members.networks)
    const course = { round, phase: 'evaluate' as const, checkpoints }
    const { members, fitted } = await fitRound(material, own, course, engine, watched)
    learned.members.push(...members)
    if (fitted) learned.fitted.push(fitted)
    await listen(learned.said, { ...preparation, members }, own, engine)
  }
  // Where networks are fewer than rounds, not everybody speaks of every row set aside: others would be of another level.
  learned.rows = rowsAside(joinParts(rounds.slice(0, config.members.networks || rounds.length)))
  return learned
}

/** As many members learn from every training row, each from a start of its own, at the pace of those that were evaluated. */
export async function refitMembers(
  preparation: Preparation,
  pace: Pace,
  engine: Engine,
  work: Work,
  checkpoints: Checkpoint[] = [],
): Promise<Member[]> {
  const { tables, config, specs, scales } = preparation
  const material = gather(preparation, prepareTables(specs, scales, tables))
  const rounds = roundsOf(tables, config).length
  const all: Member[] = []
  for (let round = 0; round < rounds; round++) {
    const watched = roundOf(work, round, rounds, config.members.networks)
    const { members } = await fitRound(material, tables, { round, phase: 'refit', pace, checkpoints }, engine, watched)
    all.push(...members)
  }
  return all
}

export function paceOf(members: Member[]): Pace {
  const mean = (counts: number[]) => Math.max(1, Math.round(counts.reduce((sum, n) => sum + n, 0) / counts.length))
  const epochs = members.flatMap((member) => (member.kind === 'network' ? [member.epochs] : []))
  const trees = new Map<string, number[]>()
  for (const member of members) {
    if (member.kind !== 'boosted') continue
    for (const [name, { roots }] of Object.entries(member.forests)) {
      trees.set(name, [...(trees.get(name) ?? []), roots.length])
    }
  }
  return {
    epochs: epochs.length > 0 ? mean(epochs) : 0,
    trees: Object.fromEntries([...trees].map(([name, counts]) => [name, mean(counts)])),
  }
}

/** What all rounds share. */
interface Material {
  preparation: Preparation
  prepared: PreparedTables
  binned: BinnedTables
}

const gather = (preparation: Preparation, prepared: PreparedTables): Material => ({
  preparation,
  prepared,
  binned: preparation.config.members.boosted ? binTables(preparation.tables) : {},
})

interface Round {
  round: number
  phase: EpochNote['phase']
  /** Of a refit. */
  pace?: Pace
  /** What networks go on from, where a training was interrupted. */
  checkpoints: Checkpoint[]
}

async function fitRound(
  { preparation, prepared, binned }: Material,
  tables: Tables,
  { round, phase, pace, checkpoints }: Round,
  engine: Engine,
  work: Work,
): Promise<{ members: Member[]; fitted: Fitted | null }> {
  const { tasks, labelUnits: units } = preparation
  const config = ofRound(phase === 'refit' ? { ...preparation.config, affinity: false } : preparation.config, round)
  const own = mapEntities(prepared, (given, entity) => ({ ...given, table: tables[entity] ?? given.table }))
  const members: Member[] = []
  let fitted: Fitted | null = null
  if (round < config.members.networks) {
    const network = networkOf(preparation)
    const drawn = mapEntities(own, (given) => ({ ...given, table: thinned(given.table, config.seed) }))
    const begun = preparation.beginning?.of(round, weightSeed(config))
    const lesson = { engine, network, specs: preparation.specs, prepared: drawn, units, config, phase }
    const from = checkpoints.find(({ network: number }) => number === round + 1)
    const epochs = pace?.epochs ?? config.epochs
    const { weights: start, learns } = begun ?? {}
    const learned = await fitNetwork({ ...lesson, epochs, from, start, learns }, work)
    members.push(learned.member)
    fitted = learned.fitted
  }
  if (config.members.boosted) {
    const lesson = { tasks, units, seed: config.seed, trees: pace?.trees }
    members.push(await fitBoosted(tables, binned, lesson, work))
  }
  // Nothing is drawn: in a refit every round would learn the same.
  if (config.members.linear && (phase === 'evaluate' || round === 0)) {
    members.push(fitLinearMember(own, { tasks, units }, work))
  }
  return { members, fitted }
}

/** The first round's seed is the run's own; what tasks do to each other it alone measures, since the others would say the same. */
const ofRound = (config: ModelConfig, round: number): ModelConfig =>
  round === 0 ? config : { ...config, affinity: false, seed: hashText(`round ${round}`, config.seed) }

/** Progress over all rounds, and epochs that say which network's they are. */
function roundOf(work: Work, round: number, rounds: number, networks: number): Work {
  return {
    ...work,
    progress(step, done, total) {
      const times = step === 'train' ? networks : rounds
      if (total === null) work.progress(step, done, total)
      else work.progress(step, round * total + done, times * total)
    },
    note(name, data) {
      if (name === 'epoch') work.note(name, { ...(data as EpochNote), network: round + 1, networks })
      else if (name === 'checkpoint') work.note(name, { ...(data as Checkpoint), network: round + 1 })
      else if (name === 'diverged') work.note(name, { ...(data as BrokenOff), network: round + 1 })
      else work.note(name, data)
    },
  }
}
