import type { Work } from '../../base/job.ts'
import type { Checkpoint } from '../checkpoint.ts'
import type { FitInput } from '../descent.ts'
import { fit, type Fitted } from '../fitting.ts'
import { toStored } from '../network/parameters.ts'
import type { EpochNote, StoredTensor } from '../types.ts'

/** One network's weights. */
export interface NetworkMember {
  kind: 'network'
  /** How long it learned: its best epoch on the rows set aside. */
  epochs: number
  weights: StoredTensor[]
}

export interface NetworkLesson extends FitInput {
  phase: EpochNote['phase']
  epochs: number
  /** What it goes on from, where a training was interrupted. */
  from?: Checkpoint
  /** Its first weights; drawn where they are left out. */
  start?: Float32Array
}

/** Learns from the tables' training rows and stops by their validation rows. Throws as `fit` does. */
export async function fitNetwork(
  { phase, epochs, from, start, ...input }: NetworkLesson,
  work: Work,
): Promise<{ member: NetworkMember; fitted: Fitted }> {
  const settings = { phase, epochs, patience: input.config.patience, from, start }
  const fitted = await fit(input, settings, work)
  const weights = toStored(input.network.parameters, fitted.weights)
  return { member: { kind: 'network', epochs: fitted.bestEpoch, weights }, fitted }
}
