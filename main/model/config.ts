import type { z } from 'zod'
import { AssayError } from '../base/errors.ts'
import { tasks, type TrainSetup } from '../features/types.ts'
import type { modelConfigInput } from './contract.ts'
import { presets } from './presets.ts'
import { defaultModelConfig, type ModelConfig } from './modelConfig.ts'

export type ModelConfigInput = z.output<typeof modelConfigInput>

/** What the preset says, with what the caller chose over it; the setup’s seed rules everything that is drawn. Throws `input.invalid`. */
export function resolveConfig(chosen: ModelConfigInput, seed: number): ModelConfig {
  const { preset, ...own } = chosen
  const base = { ...defaultModelConfig, ...presets[preset] }
  const config = { ...base, ...withoutGaps(own), seed }
  const weights = { ...base.taskWeights, ...withoutGaps(chosen.taskWeights ?? {}) }
  const members = { ...base.members, ...withoutGaps(chosen.members ?? {}) }
  if (members.networks === 0 && !members.boosted && !members.linear) {
    throw new AssayError('input.invalid', { field: 'config.members', problem: 'at least one kind of member, not none' })
  }
  if (config.sequenceWidth % config.sequenceHeads !== 0) {
    const problem = `heads that divide the width of ${config.sequenceWidth}, not ${config.sequenceHeads}`
    throw new AssayError('input.invalid', { field: 'config.sequenceHeads', problem })
  }
  const taskWeights = Object.fromEntries(tasks.map((task) => [task, weights[task]])) as typeof weights
  return { ...config, taskWeights, members }
}

/** A setup and a configuration that go together: how long sequences are is a setting, and shapes the rows. */
export function resolveTraining(
  resolved: TrainSetup,
  chosen: ModelConfigInput,
): { setup: TrainSetup; config: ModelConfig } {
  const config = resolveConfig(chosen, resolved.seed)
  return { setup: { ...resolved, sequenceLength: config.sequenceLength }, config }
}

/** Spreading a key that is there but undefined would erase its default. */
const withoutGaps = <Values extends object>(values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values
