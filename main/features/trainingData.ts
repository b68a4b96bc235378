import type { Work } from '../base/job.ts'
import type { OpenProject } from '../storage/operation.ts'
import { lookFrom } from './asOf.ts'
import { evaluationCuts, refitCuts, type Cut } from './cuts.ts'
import { joinTables } from './exampleTable.ts'
import { everything, type FeatureSet } from './featureSet.ts'
import { fingerprintOf } from './fingerprint.ts'
import { labelSnapshot, labelWindow } from './labelSnapshot.ts'
import { newcomerRevenueShare } from './labels.ts'
import { marginRateOf } from './margin.ts'
import { indexSales } from './productRows.ts'
import { dayOf, refuseIllegal } from './setup.ts'
import { skipOwn } from './own/ownLabels.ts'
import { learnedTasks } from './own/ownTask.ts'
import { refuseNothing, refuseTooFewUsers, skipByData, skipSmall, skipWorthless } from './skips.ts'
import { takeSnapshot, type Snapshot } from './snapshot.ts'
import { assignParts, fittedBy } from './split.ts'
import type { TextEncoder } from './text/encoder.ts'
import { fitFeaturesOf } from './setupFeatures.ts'
import {
  part,
  type ExampleTable,
  type ScoringData,
  type SkippedTask,
  type TrainingData,
  type TrainSetup,
} from './types.ts'
import { loadWorld, type World } from './world.ts'

/** Pairs are the most rows by far: beyond so many over all training cutoffs, a sample of users brings theirs. */
const mostTrainingPairs = 200_000

/**
 * Rows to learn from and to be judged by. Throws `features.noPurchases`, `features.cutoffIllegal` (the data have changed
 * since the setup was resolved), `features.tooFewRows`, `features.nothingToLearn`, `job.cancelled`.
 */
export function buildTrainingData(
  project: OpenProject,
  setup: TrainSetup,
  work: Work,
  pretrained: TextEncoder | null = null,
): TrainingData {
  const { calendar } = project
  const world = loadWorld(project, work)
  const cutoffDay = dayOf(calendar, setup.cutoff)
  refuseIllegal(calendar, world.acts, cutoffDay, setup.horizonDays, setup.split)
  const parts = assignParts(project, setup)
  const features = fitFeaturesOf(setup, world, calendar, cutoffDay, fittedBy(parts), pretrained)
  const cuts = evaluationCuts(project, world, parts, setup)
  const skipped = skipByData(world, setup.tasks)
  refuseNothing(setup.tasks, skipped)
  const marginRate = marginRateOf(world, setup, cutoffDay)
  const tables = buildTables({ project, setup, world, features, cuts, skipped, marginRate, work })
  refuseTooFewUsers(tables.users)
  const large = skipSmall(tables, [
    ...skipped,
    ...skipOwn(tables.users, setup.tasks),
    ...skipWorthless(tables.users, setup.tasks),
  ])
  refuseNothing(setup.tasks, large.skipped)
  return { ...describe(project, setup, world, features, cuts[0], 'training'), ...large }
}

/** Every legal cutoff back from the end of the data, all rows in train: what the model that scores is fitted on. */
export function buildRefitData(
  project: OpenProject,
  setup: TrainSetup,
  work: Work,
  pretrained: TextEncoder | null = null,
): TrainingData {
  const { calendar } = project
  const world = loadWorld(project, work)
  refuseIllegal(calendar, world.acts, world.acts.endDay - setup.horizonDays, setup.horizonDays, 'users')
  const features = fitFeaturesOf(setup, world, calendar, world.acts.endDay, everything, pretrained)
  const cuts = refitCuts(world, setup)
  const skipped = skipByData(world, setup.tasks)
  const marginRate = marginRateOf(world, setup, world.acts.endDay)
  const tables = buildTables({ project, setup, world, features, cuts, skipped, marginRate, work })
  return { ...describe(project, setup, world, features, cuts[0], 'refit'), ...tables, skipped }
}

/** Every user with a purchase, product and owned pair as of the end of the data; columns as in the refit's rows. */
export function buildScoringData(
  project: OpenProject,
  setup: TrainSetup,
  work: Work,
  pretrained: TextEncoder | null = null,
): ScoringData {
  const world = loadWorld(project, work)
  const { endDay } = world.acts
  const features = fitFeaturesOf(setup, world, project.calendar, endDay, everything, pretrained)
  const cutoff = project.calendar.dayStart(endDay)
  const wanted = wantedTables(setup, skipByData(world, setup.tasks))
  work.progress('buildFeatures', 0, 1)
  const rate = marginRateOf(world, setup, endDay)
  const asOf = lookFrom(world, features, endDay, cutoff, setup.horizonDays, rate)
  const sales = indexSales(world.acts, world.products.count)
  const snapshot = takeSnapshot(asOf, sales, wanted, { most: Infinity, spares: () => false }, false)
  work.progress('buildFeatures', 1, 1)
  return {
    ...encodedAs(features),
    horizonDays: setup.horizonDays,
    cutoff,
    users: snapshot.users.table,
    products: snapshot.products?.table ?? null,
    pairs: snapshot.pairs?.table ?? null,
  }
}

/** What the rows' columns, codes and sequences mean. */
export const encodedAs = ({
  specs,
  acts,
}: FeatureSet): Pick<TrainingData, 'specs' | 'vocabularies' | 'log' | 'productWords'> => ({
  specs,
  vocabularies: { category: acts.vocabularies.category, brand: acts.vocabularies.brand },
  log: acts.log,
  productWords: acts.productWords,
})

interface Build {
  project: OpenProject
  setup: TrainSetup
  world: World
  features: FeatureSet
  cuts: Cut[]
  skipped: SkippedTask[]
  marginRate: number | null
  work: Work
}

type Tables = Pick<TrainingData, 'users' | 'products' | 'pairs'>

function buildTables({ project, setup, world, features, cuts, skipped, marginRate, work }: Build): Tables {
  const sales = indexSales(world.acts, world.products.count)
  const wanted = wantedTables(setup, skipped)
  const blocks: Blocks = { users: [], products: [], pairs: [] }
  const wholeCuts = cuts.filter(({ usersOnly }) => !usersOnly).length
  cuts.forEach((cut, done) => {
    work.progress('buildFeatures', done, cuts.length)
    work.checkpoint()
    const cutoffMs = project.calendar.dayStart(cut.day)
    const asOf = lookFrom(world, features, cut.day, cutoffMs, setup.horizonDays, marginRate)
    const limit = {
      most: mostTrainingPairs / wholeCuts,
      spares: (user: number) => cut.parts.users[user] !== part.test,
    }
    const snapshot = takeSnapshot(asOf, sales, cut.usersOnly ? usersAlone : wanted, limit, true)
    labelSnapshot(world, snapshot, cut, labelWindow(world, cut, setup.horizonDays, marginRate), features.windows)
    keepTables(blocks, snapshot)
  })
  work.progress('buildFeatures', cuts.length, cuts.length)
  return joinBlocks(blocks)
}

type Blocks = Record<'users' | 'products' | 'pairs', ExampleTable[]>

function keepTables(blocks: Blocks, { users, products, pairs }: Snapshot): void {
  blocks.users.push(users.table)
  if (products) blocks.products.push(products.table)
  if (pairs) blocks.pairs.push(pairs.table)
}

/** Takes the blocks out, so that those of one entity are free again before the next one's are joined. */
function joinBlocks(blocks: Blocks): Tables {
  const joined = (tables: ExampleTable[]) => (tables.length > 0 ? joinTables(tables) : null)
  const pairs = joined(blocks.pairs.splice(0))
  const products = joined(blocks.products.splice(0))
  return { users: joinTables(blocks.users.splice(0)), products, pairs }
}

const usersAlone = { products: false, pairs: false }

function wantedTables({ tasks }: TrainSetup, skipped: SkippedTask[]) {
  const learns = (task: SkippedTask['task']) => tasks.includes(task) && !skipped.some((skip) => skip.task === task)
  return { products: learns('potential'), pairs: learns('loyalty') }
}

/** All of a TrainingData but its rows. `cut` is its first cutoff: the test's, or the refit's latest. */
function describe(
  project: OpenProject,
  setup: TrainSetup,
  world: World,
  features: FeatureSet,
  cut: Cut,
  purpose: 'training' | 'refit',
) {
  return {
    side: false,
    fingerprint: fingerprintOf(project, setup, purpose),
    tasks: learnedTasks(setup),
    ...encodedAs(features),
    split: setup.split,
    horizonDays: setup.horizonDays,
    cutoff: project.calendar.dayStart(cut.day),
    text: features.text?.note ?? null,
    hashed: features.acts.hashed,
    newcomerRevenueShare: newcomerRevenueShare(world, labelWindow(world, cut, setup.horizonDays)),
  }
}
