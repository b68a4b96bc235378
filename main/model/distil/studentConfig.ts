import { defaultModelConfig, type ModelConfig } from '../modelConfig.ts'

/** A small network: what it learns from has no noise, so it needs neither much width nor much restraint. */
const width = 24

/** How a network learns that is to stand for a whole model. */
export const studentConfig = ({ seed, taskWeights }: ModelConfig): ModelConfig => ({
  ...defaultModelConfig,
  ...{ seed, taskWeights, towerWidth: width, fusionWidth: width },
  ...{ dropout: 0.05, weightDecay: 0.1, epochs: 60, patience: 8, schedule: 'cosine' },
  members: { networks: 1, boosted: false, linear: false },
})
