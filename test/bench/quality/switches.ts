import type { TrainSetupInput } from '../../../main/features/setupInput.ts'
import type { InputGroup } from '../../../main/features/types.ts'
import type { ModelConfig } from '../../../main/model/modelConfig.ts'

/** One thing that is switched on (or off) in a training that is otherwise the plain one. */
export interface Switch {
  config?: Partial<ModelConfig>
  setup?: TrainSetupInput
  /** What it is compared with, where that is not the plain network. */
  against?: string
  /** Every task is learned by a training of its own. */
  singleTask?: true
  /** The towers that are told nothing. */
  without?: InputGroup[]
}

const members = { networks: 1, boosted: false, linear: false }
const balanced = { networks: 3, boosted: true, linear: true }
const sequence = { sequenceLength: 32, sequenceWidth: 16 }

/** The network that every switch is tried on: one, since differences of one network are not blended away. */
export const plain: Partial<ModelConfig> = { members }

/** By name (worded in the `verdict` locale), in the order of the network's documentation. */
export const switches: Record<string, Switch> = {
  oneTaskAtATime: { singleTask: true },
  embeddings: { config: { embeddingWidth: 8 } },
  titleText: { setup: { text: { encoder: 'builtIn' } } },
  gate: { config: { gate: true } },
  mmoe: { config: { experts: 'mmoe' } },
  ple: { config: { experts: 'ple' } },
  squaredLoss: { config: { amountLoss: 'squared' } },
  uncertaintyWeights: { config: { taskWeighting: 'uncertainty' } },
  gradnorm: { config: { taskWeighting: 'gradnorm' } },
  cosineSchedule: { config: { schedule: 'cosine' } },
  sourceDropout: { config: { sourceDropout: 0.1 } },
  mixup: { config: { mixup: 0.2 } },
  fgm: { config: { adversary: 'fgm', adversarySize: 0.3 } },
  pgd: { config: { adversary: 'pgd', adversarySize: 0.3 } },
  sequence: { config: sequence },
  pretraining: { config: { ...sequence, pretrainEpochs: 2 }, against: 'sequence' },
  actAugmentation: {
    config: { ...sequence, cropActs: 0.2, maskActs: 0.1, reorderActs: 0.1 },
    against: 'sequence',
  },
  threeNetworks: { config: { members: { ...members, networks: 3 } } },
  boostedTrees: { config: { members: { ...members, boosted: true } } },
  linearModels: { config: { members: { ...members, linear: true } } },
  withoutBehaviour: { without: ['behaviour'] },
  withoutProduct: { without: ['product'] },
  withoutSocial: { without: ['social'] },
  behaviourAlone: { without: ['product', 'social'] },
  productAlone: { without: ['behaviour', 'social'] },
  socialAlone: { without: ['behaviour', 'product'] },
  balanced: { config: { members: balanced } },
  fgmInBalanced: { config: { members: balanced, adversary: 'fgm', adversarySize: 0.3 }, against: 'balanced' },
}
