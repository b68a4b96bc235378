import type { z } from 'zod'
import { tasks } from '../features/types.ts'
import type { modelConfigInput } from './contract.ts'
import { defaultModelConfig, type ModelConfig } from './types.ts'

export type ModelConfigInput = z.output<typeof modelConfigInput>

/** The defaults with what the caller chose over them; the setup's seed rules everything that is drawn. */
export function resolveConfig(chosen: ModelConfigInput, seed: number): ModelConfig {
  const config = { ...defaultModelConfig, ...withoutGaps(chosen), seed }
  const weights = { ...defaultModelConfig.taskWeights, ...withoutGaps(chosen.taskWeights ?? {}) }
  return { ...config, taskWeights: Object.fromEntries(tasks.map((task) => [task, weights[task]])) as typeof weights }
}

/** Spreading a key that is there but undefined would erase its default. */
const withoutGaps = <Values extends object>(values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values
