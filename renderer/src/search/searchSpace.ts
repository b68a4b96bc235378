import type { Searchable, SearchRange, SearchSpace } from '../../../main/search/types.ts'

/** One setting as the editor holds it: left out of the search, or drawn between two bounds. */
export interface SettingChoice {
  setting: Searchable
  varied: boolean
  low: number
  high: number
  /** Drawn evenly over orders of magnitude. */
  logarithmic: boolean
  /** What the contract allows. */
  min: number
  max: number
  step: number
}

/** Ranges to begin with: wide enough to matter, narrow enough to train. */
export const firstChoices = (): SettingChoice[] => [
  {
    setting: 'learningRate',
    varied: true,
    low: 0.0002,
    high: 0.01,
    logarithmic: true,
    min: 1e-6,
    max: 1,
    step: 0.0005,
  },
  { setting: 'dropout', varied: true, low: 0.1, high: 0.6, logarithmic: false, min: 0, max: 0.9, step: 0.05 },
  { setting: 'weightDecay', varied: true, low: 0.01, high: 5, logarithmic: true, min: 0, max: 10, step: 0.1 },
  { setting: 'towerWidth', varied: true, low: 16, high: 128, logarithmic: true, min: 4, max: 512, step: 4 },
  { setting: 'fusionWidth', varied: false, low: 16, high: 128, logarithmic: true, min: 4, max: 512, step: 4 },
  { setting: 'batchSize', varied: false, low: 64, high: 1024, logarithmic: true, min: 8, max: 8192, step: 8 },
]

export type SpaceProblem = 'count' | 'order' | 'logOfZero'

/** Why the choices make no search; null where they do. A search varies three to six settings. */
export function problemOf(choices: SettingChoice[]): SpaceProblem | null {
  const varied = choices.filter((choice) => choice.varied)
  if (varied.length < 3) return 'count'
  if (varied.some(({ low, high }) => low >= high)) return 'order'
  return varied.some(({ logarithmic, low }) => logarithmic && low <= 0) ? 'logOfZero' : null
}

export function spaceOf(choices: SettingChoice[]): SearchSpace {
  const space: SearchSpace = {}
  for (const { setting, varied, low, high, logarithmic } of choices) {
    if (varied) space[setting] = { kind: logarithmic ? 'logUniform' : 'uniform', low, high }
  }
  return space
}

/** The settings that a study varies, in the order of the editor. */
export const variedIn = (space: SearchSpace): { setting: Searchable; range: SearchRange }[] =>
  firstChoices().flatMap(({ setting }) => {
    const range = space[setting]
    return range ? [{ setting, range }] : []
  })
