import type { ConfigInput, TransferWay } from './useTrainForm.ts'

type Keys<Value> = {
  [Name in keyof ConfigInput]-?: NonNullable<ConfigInput[Name]> extends Value ? Name : never
}[keyof ConfigInput]
export type NumberName = Keys<number>
export type ChoiceName = Keys<string>
export type SwitchName = Keys<boolean>

/** One setting as it is offered; bounds and choices are the contract's. */
export type NetworkSetting =
  | { kind: 'number'; name: NumberName; min: number; max: number; step: number }
  | { kind: 'choice'; name: ChoiceName; choices: readonly string[] }
  | { kind: 'switch'; name: SwitchName }

const number = (name: NumberName, min: number, max: number, step: number): NetworkSetting => ({
  kind: 'number',
  ...{ name, min, max, step },
})

/** What can be set, in the order in which a row passes through. */
export const networkSettings: { group: string; settings: NetworkSetting[] }[] = [
  {
    group: 'towers',
    settings: [
      number('towerWidth', 4, 512, 4),
      number('embeddingWidth', 0, 64, 4),
      number('sequenceLength', 0, 256, 16),
      number('sequenceWidth', 8, 128, 8),
      number('sequenceBlocks', 1, 4, 1),
      number('sequenceHeads', 1, 8, 1),
      number('pretrainEpochs', 0, 100, 1),
    ],
  },
  {
    group: 'fusion',
    settings: [
      number('fusionWidth', 4, 512, 4),
      { kind: 'switch', name: 'gate' },
      { kind: 'choice', name: 'experts', choices: ['shared', 'mmoe', 'ple'] },
      number('expertCount', 1, 16, 1),
      { kind: 'choice', name: 'amountLoss', choices: ['ziln', 'squared'] },
      { kind: 'choice', name: 'taskWeighting', choices: ['fixed', 'uncertainty', 'gradnorm'] },
      { kind: 'switch', name: 'affinity' },
    ],
  },
  {
    group: 'learning',
    settings: [
      number('epochs', 1, 1000, 1),
      number('patience', 1, 100, 1),
      number('batchSize', 8, 8192, 8),
      number('accumulate', 1, 64, 1),
      number('learningRate', 1e-6, 1, 0.0005),
      { kind: 'choice', name: 'schedule', choices: ['constant', 'cosine'] },
      number('weightDecay', 0, 10, 0.1),
      number('dropout', 0, 0.9, 0.05),
    ],
  },
  {
    group: 'hardening',
    settings: [
      number('sourceDropout', 0, 0.9, 0.05),
      number('mixup', 0, 10, 0.1),
      number('cropActs', 0, 1, 0.05),
      number('maskActs', 0, 1, 0.05),
      number('reorderActs', 0, 1, 0.05),
      { kind: 'choice', name: 'adversary', choices: ['none', 'fgm', 'pgd'] },
      number('adversarySize', 0, 10, 0.1),
    ],
  },
]

/** What towers that are held learn to fit themselves with, by the way of transfer. */
export const adaptationSettings: Record<TransferWay, NetworkSetting[]> = {
  full: [],
  frozen: [],
  adapters: [number('adapterWidth', 1, 128, 1)],
  lora: [number('loraRank', 1, 64, 1)],
}
