import { AssayError } from '../base/errors.ts'
import { defaultModelConfig, type MemberSettings, type ModelConfig } from './modelConfig.ts'
import type { ModelArtifact } from './types.ts'

/** Who learned before there were several members. */
export const oneNetwork: MemberSettings = { networks: 1, boosted: false, linear: false }

/** The configuration of a run: what an earlier version did not say was as its defaults, and one network learned. */
export const currentConfig = (stored: ModelConfig): ModelConfig => ({
  ...{ ...defaultModelConfig, members: oneNetwork },
  ...stored,
})

/** A model as it was stored. Throws `model.otherNetwork` for one of a version whose network is built no more. */
export function currentArtifact(stored: ModelArtifact): ModelArtifact {
  if ('members' in stored) return stored
  throw new AssayError('model.otherNetwork', { reason: 'one network without members' })
}
