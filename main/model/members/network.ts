import type { Work } from '../../base/job.ts'
import type { Engine } from '../../engine/types.ts'
import { fit, type Fitted } from '../fitting.ts'
import { toStored } from '../network/parameters.ts'
import type { Network } from '../network/network.ts'
import type { PreparedTables } from '../tables.ts'
import type { EpochNote, LabelUnits, ModelConfig, StoredTensor } from '../types.ts'

/** One network's weights. */
export interface NetworkMember {
  kind: 'network'
  /** How long it learned: its best epoch on the rows set aside. */
  epochs: number
  weights: StoredTensor[]
}

export interface NetworkLesson {
  engine: Engine
  network: Network
  prepared: PreparedTables
  units: LabelUnits
  config: ModelConfig
  phase: EpochNote['phase']
  epochs: number
}

/** Learns from the tables' training rows and stops by their validation rows. Throws as `fit` does. */
export async function fitNetwork(
  { engine, network, prepared, units, config, phase, epochs }: NetworkLesson,
  work: Work,
): Promise<{ member: NetworkMember; fitted: Fitted }> {
  const settings = { phase, epochs, patience: config.patience }
  const fitted = await fit({ engine, network, prepared, units, config }, settings, work)
  const weights = toStored(network.parameters, fitted.weights)
  return { member: { kind: 'network', epochs: fitted.bestEpoch, weights }, fitted }
}
