import { outputsIn } from './members/outputs.ts'
import type { MemberSettings, ModelArtifact, StoredTensor } from './types.ts'

/** Who learned before there were several members. */
export const oneNetwork: MemberSettings = { networks: 1, boosted: false, linear: false }

/** A model as it was stored before there were several members. */
interface SingleNetwork extends Omit<ModelArtifact, 'members' | 'blend'> {
  weights: StoredTensor[]
}

/** A stored model as it is used now: a single network is the only member of its model. */
export function currentArtifact(stored: ModelArtifact | SingleNetwork): ModelArtifact {
  if (!('weights' in stored)) return stored
  const { weights, ...rest } = stored
  const only = { network: 1, boosted: 0, linear: 0 }
  return {
    ...rest,
    config: { ...rest.config, members: oneNetwork },
    members: [{ kind: 'network', epochs: 0, weights }],
    blend: Object.fromEntries(outputsIn(rest.tasks).map(({ name }) => [name, only])),
  }
}
