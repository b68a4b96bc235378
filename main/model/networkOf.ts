import { specsOf } from '../features/scaling.ts'
import type { InputGroup } from '../features/types.ts'
import { sizeOf } from '../features/vocabulary.ts'
import { createNetwork, type Network } from './network/network.ts'
import { adaptationOf } from './transfer/types.ts'
import type { ModelArtifact } from './types.ts'

export type NetworkSource = Pick<ModelArtifact, 'config' | 'specs' | 'tasks' | 'vocabularies' | 'actSizes'>

/** The network an artifact's weights belong to. */
export function networkOf({ config, specs, tasks, vocabularies, actSizes }: NetworkSource): Network {
  const width = (group: InputGroup) => specsOf(specs, group).length
  const { sequenceWidth, sequenceBlocks, sequenceHeads } = config
  const acts = { width: sequenceWidth, blocks: sequenceBlocks, heads: sequenceHeads }
  const shape = { ...config, acts, adaptation: { ...config, kind: adaptationOf(config.transfer) } }
  const inputs = {
    widths: { behaviour: width('behaviour'), product: width('product'), social: width('social') },
    codes: { category: sizeOf(vocabularies.category), brand: sizeOf(vocabularies.brand) },
    acts: actSizes,
  }
  return createNetwork(shape, inputs, tasks)
}
