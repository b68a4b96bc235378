import type { FeatureSet } from './featureSet.ts'
import type { NetPurchases } from '../dataset/clean/netting.ts'
import { worthOf } from './margin.ts'
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
  /** Per act, what it is worth in the measure of customer value. */
  worth: Float64Array
}

export const lookFrom = (
  world: World,
  features: FeatureSet,
  cutoffDay: number,
  cutoffMs: number,
  horizonDays: number,
  marginRate: number | null = null,
): AsOf => {
  const net = netAsOf(world, cutoffDay)
  return { world, features, cutoffDay, cutoffMs, horizonDays, net, worth: worthOf(world, net, marginRate) }
}
