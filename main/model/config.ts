import type { z } from 'zod'
import { AssayError } from '../base/errors.ts'
import { tasks, type TrainSetup } from '../features/types.ts'
import type { modelConfigInput } from './contract.ts'
import { presets } from './presets.ts'
import { defaultModelConfig, type ModelConfig } from './modelConfig.ts'

export type ModelConfigInput = z.output<typeof modelConfigInput>

/** What the preset says, with what the caller chose over it; the setup’s seed rules everything that is drawn. Throws `input.invalid`. */
export function resolveConfig(chosen: ModelConfigInput, seed: number): ModelConfig {
  const { preset, horizons: _, ...own } = chosen
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
  const taskWeights = Object.fromEntries(
    [...tasks, 'own' as const].map((task) => [task, weights[task]]),
  ) as typeof weights
  return { ...config, taskWeights, members }
}

/** A setup and a configuration that go together: how long sequences are, and of which horizons value is told, are settings that shape the rows. */
export function resolveTraining(
  resolved: TrainSetup,
  chosen: ModelConfigInput,
): { setup: TrainSetup; config: ModelConfig } {
  const config = resolveConfig(chosen, resolved.seed)
  const horizons = horizonsWithin(resolved, chosen.horizons)
  return {
    setup: { ...resolved, sequenceLength: config.sequenceLength, ...(horizons.length > 1 && { horizons }) },
    config,
  }
}

/** Ascending, the last one the setup's own. Throws `input.invalid` for one beyond it. */
function horizonsWithin({ horizonDays, tasks: asked }: TrainSetup, chosen: number[] = []): number[] {
  const beyond = chosen.find((days) => days > horizonDays)
  if (beyond !== undefined) {
    const problem = `days up to the horizon of ${horizonDays}, not ${beyond}`
    throw new AssayError('input.invalid', { field: 'config.horizons', problem })
  }
  return asked.includes('ltv') ? [...new Set([...chosen, horizonDays])].sort((a, b) => a - b) : []
}

/** Spreading a key that is there but undefined would erase its default. */
const withoutGaps = <Values extends object>(values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values
