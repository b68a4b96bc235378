import type { ModelConfig } from './modelConfig.ts'

/** How much is made of a training: a first look, what serves well everywhere, or all that time allows. */
export const presetNames = ['quick', 'balanced', 'thorough'] as const
export type PresetName = (typeof presetNames)[number]

/** What each changes of the defaults, which are the balanced ones. */
export const presets: Record<PresetName, Partial<ModelConfig>> = {
  quick: { members: { networks: 1, boosted: false, linear: false } },
  balanced: {},
  thorough: { members: { networks: 10, boosted: true, linear: true } },
}
