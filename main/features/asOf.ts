import type { FeatureSet } from './featureSet.ts'
import type { NetPurchases } from '../dataset/clean/netting.ts'
import { netAsOf, type World } from './world.ts'

/** The world as it was known at a cutoff: whoever computes features gets this and sees nothing later. */
export interface AsOf {
  world: World
  features: FeatureSet
  cutoffDay: number
  /** UTC milliseconds of the cutoff's midnight. */
  cutoffMs: number
  horizonDays: number
  /** Net of the returns before the cutoff. */
  net: NetPurchases
}

export const lookFrom = (
  world: World,
  features: FeatureSet,
  cutoffDay: number,
  cutoffMs: number,
  horizonDays: number,
): AsOf => ({ world, features, cutoffDay, cutoffMs, horizonDays, net: netAsOf(world, cutoffDay) })
