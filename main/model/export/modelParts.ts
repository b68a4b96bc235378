import type { Vocabulary } from '../../features/vocabulary.ts'
import { expertsOf } from '../network/fusion.ts'
import { embeddedIn } from '../network/network.ts'
import { networkOf } from '../networkOf.ts'
import type { ModelArtifact } from '../types.ts'
import { foldLowRank } from './foldLowRank.ts'
import { membersFile } from './members.ts'
import { preprocessingOf } from './preprocessing.ts'
import type { ModelParts, Topology } from './types.ts'
import { cutShards, writeWeights, type WeightBits } from './weights.ts'

/** Everything of a model that scoring needs, in the form that score.js reads. `products` as in `preprocessingOf`. */
export function modelParts(
  artifact: ModelArtifact,
  horizonDays: number,
  products: Vocabulary | null,
  bits: WeightBits = 32,
): ModelParts {
  const networks = artifact.members.flatMap((member) =>
    member.kind === 'network' ? [foldLowRank(member.weights)] : [],
  )
  const { specs, bytes } = writeWeights(networks, bits)
  const paths = cutShards(bytes).map(({ name }) => name)
  return {
    preprocessing: preprocessingOf(artifact, horizonDays, products),
    model: {
      format: 'assay-network',
      modelTopology: topologyOf(artifact),
      weightsManifest: [{ paths, weights: specs }],
    },
    members: membersFile(artifact.members),
    weights: bytes,
  }
}

function topologyOf(artifact: ModelArtifact): Topology {
  const network = networkOf(artifact)
  const { sequenceLength: length } = artifact.config
  const { blocks, heads } = network.shape.acts
  return {
    groups: network.groups,
    embedded: embeddedIn(network),
    experts: Object.fromEntries(artifact.tasks.map((task) => [task, expertsOf(network.shape, task)])),
    acts: network.inputs.acts && { length, blocks, heads },
  }
}
