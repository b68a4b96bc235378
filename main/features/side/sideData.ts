import type { Work } from '../../base/job.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { lookFrom, type AsOf } from '../asOf.ts'
import { evaluationCuts, type Cut } from '../cuts.ts'
import { createTable, joinTables } from '../exampleTable.ts'
import type { FeatureSet } from '../featureSet.ts'
import { fillParts, labelWindow, unitsByPart } from '../labelSnapshot.ts'
import { labelPairs, labelUsers, unitsFrom, type LabelWindow } from '../labels.ts'
import { marginRateOf } from '../margin.ts'
import { fillPairRows, limitPairs, type PairRows } from '../pairRows.ts'
import { buildProductVectors } from '../productRows.ts'
import { computeProductStats } from '../productStats.ts'
import { dayOf, refuseIllegal } from '../setup.ts'
import { skipByData } from '../skips.ts'
import { assignParts, fittedBy } from '../split.ts'
import type { TextEncoder } from '../text/encoder.ts'
import { fitFeaturesOf } from '../setupFeatures.ts'
import {
  isStandard,
  sideTableOf,
  sideTables,
  type ExampleTable,
  type SideData,
  type SideTable,
  type TrainingData,
  type TrainSetup,
} from '../types.ts'
import { encodedAs } from '../trainingData.ts'
import { buildUserRows } from '../userRows.ts'
import { loadWorld, type World } from '../world.ts'
import { buildColdRows, type ColdRows } from './coldRows.ts'
import { listConquests } from './conquestPairs.ts'
import { buildLaunchRows, launchOf, type LaunchRows } from './launchRows.ts'
import { obstacleTo } from './skipSide.ts'

/** Rows of one side table over all training cutoffs, and at the test cutoff; beyond it a sample stands for all. */
const mostTrainingRows = 15_000
const mostTestRows = 10_000
/** And of one that is scored. */
const mostScoredRows = 300_000

/**
 * The side tables at the same cutoffs, with the same parts and the same columns (0 where one does not apply) as the main
 * tables, and their rows as of the end of the data. One model learns, is judged and scores: it is not refitted. Throws as
 * `buildTrainingData` does.
 */
export function buildSideData(
  project: OpenProject,
  setup: TrainSetup,
  work: Work,
  pretrained: TextEncoder | null = null,
): SideData {
  const { calendar } = project
  const world = loadWorld(project, work)
  const cutoffDay = dayOf(calendar, setup.cutoff)
  refuseIllegal(calendar, world.acts, cutoffDay, setup.horizonDays, setup.split)
  const parts = assignParts(project, setup)
  const features = fitFeaturesOf(setup, world, calendar, cutoffDay, fittedBy(parts), pretrained)
  const cuts = evaluationCuts(project, world, parts, setup).filter(({ usersOnly }) => !usersOnly)
  const marginRate = marginRateOf(world, setup, cutoffDay)
  const look = (day: number) => lookFrom(world, features, day, calendar.dayStart(day), setup.horizonDays, marginRate)
  const wanted = wantedTables(world, setup)
  const blocks = cuts.map((cut, done) => {
    work.progress('buildSide', done, cuts.length + 1)
    work.checkpoint()
    const isTest = setup.split === 'time' && cut === cuts[0]
    const trainingCuts = setup.split === 'time' ? cuts.length - 1 : 1
    const most = isTest ? mostTestRows : mostTrainingRows / trainingCuts
    return labelledTables(look(cut.day), labelWindow(world, cut, setup.horizonDays, marginRate), cut, wanted, most)
  })
  const { tables, skipped } = keepLearnable(wanted, blocks)
  if (Object.keys(tables).length === 0) return { training: null, scoring: null, skipped }
  work.progress('buildSide', cuts.length, cuts.length + 1)
  const scored = sideRows(look(world.acts.endDay), Object.keys(tables) as SideTable[], mostScoredRows, true, false)
  const shared = { ...encodedAs(features), horizonDays: setup.horizonDays }
  return {
    training: {
      ...shared,
      ...asMainTables(tables, features),
      ...{ side: true, fingerprint: '', split: setup.split, cutoff: calendar.dayStart(cutoffDay), skipped: [] },
      tasks: setup.tasks.filter(isStandard).filter((task) => tables[sideTableOf[task]]),
      newcomerRevenueShare: null,
    },
    // Whoever takes the training rows uses them up.
    scoring: {
      ...structuredClone(shared),
      ...asMainTables(tablesOf(scored), features),
      cutoff: calendar.dayStart(world.acts.endDay),
    },
    skipped,
  }
}

/** The side tables of the tasks that are asked for and that the data serve. */
function wantedTables(world: World, { tasks }: TrainSetup): SideTable[] {
  const skipped = skipByData(world, tasks).map(({ task }) => task)
  const served = tasks.filter(isStandard).filter((task) => !skipped.includes(task))
  return sideTables.filter((table) => served.some((task) => sideTableOf[task] === table))
}

interface SideRows {
  cold?: ColdRows
  launches?: LaunchRows
  conquest?: PairRows
}

type Tables = Partial<Record<SideTable, ExampleTable>>

const tablesOf = ({ cold, launches, conquest }: SideRows): Tables => ({
  ...(cold && { cold: cold.table }),
  ...(launches && { launches: launches.table }),
  ...(conquest && { conquest: conquest.table }),
})

/** The rows of one cutoff, of each table at most so many; `upcoming` as in `buildLaunchRows`. */
function sideRows(asOf: AsOf, wanted: SideTable[], most: number, upcoming: boolean, labelled: boolean): SideRows {
  const { acts, catalogue, users: keys } = asOf.world
  const stats = computeProductStats(acts, catalogue, asOf.net, asOf.cutoffDay, asOf.horizonDays)
  const vectors = buildProductVectors(asOf, stats)
  const users = buildUserRows(asOf, vectors, false)
  const conquests = () => limitPairs(listConquests(asOf, users.users), { most, spares: () => true }, keys)
  return {
    ...(wanted.includes('cold') && { cold: buildColdRows(asOf, users.standing, most, labelled) }),
    ...(wanted.includes('launches') && { launches: buildLaunchRows(asOf, stats, most, upcoming, labelled) }),
    ...(wanted.includes('conquest') && {
      conquest: fillPairRows(asOf, stats, vectors, users, conquests(), labelled),
    }),
  }
}

function labelledTables(asOf: AsOf, window: LabelWindow, cut: Cut, wanted: SideTable[], most: number): Tables {
  const rows = sideRows(asOf, wanted, most, false, true)
  const { cold, launches, conquest } = rows
  if (cold) {
    fillParts(cold.table, cold.users, cut.parts.users)
    labelUsers(asOf.world, cold, window)
  }
  if (launches) {
    fillParts(launches.table, launches.products, cut.parts.products)
    labelLaunches(asOf, launches, cut, window)
  }
  if (conquest) {
    fillParts(conquest.table, conquest.pairs.users, cut.parts.users)
    labelPairs(asOf.world, conquest, window)
  }
  return tablesOf(rows)
}

/** units: those of the first H days from the launch; growth is masked: before a launch there is nothing to grow from. */
function labelLaunches({ world, horizonDays }: AsOf, { table, products }: LaunchRows, cut: Cut, { net }: LabelWindow) {
  const firstDay = Int32Array.from({ length: world.products.count }, (_, product) => launchOf(world, product))
  const unitsOf = unitsByPart(world, cut, (counts) => unitsFrom(world, net, firstDay, horizonDays, counts))
  for (let row = 0; row < table.rows; row++) table.labels.units[row] = unitsOf(products[row], table.parts[row])
  table.labels.growth.fill(NaN)
}

function keepLearnable(wanted: SideTable[], blocks: Tables[]): { tables: Tables; skipped: SideData['skipped'] } {
  const tables: Tables = {}
  const skipped: SideData['skipped'] = []
  for (const name of wanted) {
    const table = joinTables(blocks.flatMap((block) => block[name] ?? []))
    const reason = obstacleTo(name, table)
    if (reason === null) tables[name] = table
    else skipped.push({ table: name, reason })
  }
  return { tables, skipped }
}

/** In the places of the main tables, which is where their tasks look for rows. */
const asMainTables = (
  { cold, launches, conquest }: Tables,
  features: FeatureSet,
): Pick<TrainingData, 'users' | 'products' | 'pairs'> => ({
  users: cold ?? createTable('user', 0, features, true),
  products: launches ?? null,
  pairs: conquest ?? null,
})
