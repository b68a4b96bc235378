import type { Matrix } from '../../base/table.ts'
import type { Work } from '../../base/job.ts'
import { release } from '../../base/handover.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { lookFrom, type AsOf } from '../asOf.ts'
import { createCircleReader, type Circle } from '../circles.ts'
import { everything, type FeatureSet } from '../featureSet.ts'
import { marginRateOf } from '../margin.ts'
import { lookAround, type PairSurroundings } from '../pairRows.ts'
import { buildProductVectors } from '../productRows.ts'
import { computeProductStats } from '../productStats.ts'
import { fitFeaturesOf } from '../setupFeatures.ts'
import { createStanding, type Standing } from '../socialColumns.ts'
import type { TextEncoder } from '../text/encoder.ts'
import type { TrainSetup } from '../types.ts'
import { buildUserRows } from '../userRows.ts'
import { loadWorld, type World } from '../world.ts'
import { withStranger } from './stranger.ts'

/** A shop whose customers are looked at one by one, with the columns that a model which scores has learned from. */
export interface LiveShop {
  setup: TrainSetup
  world: World
  /** The position of whomever the project does not know. */
  stranger: number
  features: FeatureSet
  /** Everything about others that a customer's row needs, as of a day; the two days asked for last are kept. */
  asOf(cutoffDay: number): LiveDay
}

/** The shop as of a day. */
export interface LiveDay {
  asOf: AsOf
  /** Of every product, by position. */
  vectors: Matrix
  standing: Standing
  circleOf(user: number): Circle
  /** Made when first asked for. */
  around(): PairSurroundings
}

/** Reads the project once; it is some hundred bytes an act that stay. Throws `features.noPurchases`. */
export function openShop(
  project: OpenProject,
  setup: TrainSetup,
  pretrained: TextEncoder | null,
  work: Work,
): LiveShop {
  const world = withStranger(loadWorld(project, work))
  const features = fitFeaturesOf(setup, world, project.calendar, world.acts.endDay, everything, pretrained)
  /** The latest last. Two: the end of the data, where no session is told, and today. */
  let days: LiveDay[] = []
  return {
    ...{ setup, world, features, stranger: world.stranger },
    asOf(cutoffDay) {
      const day =
        days.find(({ asOf }) => asOf.cutoffDay === cutoffDay) ?? lookAt(project, setup, world, features, cutoffDay)
      days = [...days.filter((other) => other !== day), day].slice(-2)
      return day
    },
  }
}

function lookAt(
  { calendar }: OpenProject,
  setup: TrainSetup,
  world: World,
  features: FeatureSet,
  cutoffDay: number,
): LiveDay {
  const rate = marginRateOf(world, setup, cutoffDay)
  const asOf = lookFrom(world, features, cutoffDay, calendar.dayStart(cutoffDay), setup.horizonDays, rate)
  const stats = computeProductStats(world.acts, world.catalogue, asOf.net, cutoffDay, setup.horizonDays)
  const vectors = buildProductVectors(asOf, stats)
  const users = readUsers(asOf, vectors)
  let around: PairSurroundings | null = null
  return { asOf, vectors, ...users, around: () => (around ??= lookAround(asOf, stats, vectors, users)) }
}

/** Who the others are, which only links ask; where there are none, nobody need be looked at. */
function readUsers(asOf: AsOf, vectors: Matrix) {
  const { users, links } = asOf.world
  if (links.peer.length === 0) {
    const standing = createStanding(users.count)
    return { standing, rowOf: new Int32Array(0), circleOf: createCircleReader(asOf, standing) }
  }
  const { standing, rowOf, circleOf, table } = buildUserRows(asOf, vectors, false)
  release(table)
  return { standing, rowOf, circleOf }
}
