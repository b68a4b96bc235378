import { AssayError } from '../base/errors.ts'
import { createRandom, hashText, type Random } from '../base/random.ts'
import { searchable, type SearchRange, type SearchSpace, type Trial } from './types.ts'

/** What is varied unless the caller says otherwise. */
export const defaultSpace: SearchSpace = {
  learningRate: { kind: 'logUniform', low: 3e-4, high: 1e-2 },
  dropout: { kind: 'uniform', low: 0.1, high: 0.6 },
  weightDecay: { kind: 'logUniform', low: 1e-2, high: 5 },
  towerWidth: { kind: 'choice', values: [32, 64, 128] },
  fusionWidth: { kind: 'choice', values: [32, 64, 128] },
  batchSize: { kind: 'choice', values: [128, 256, 512] },
}

/** Throws `input.invalid` for a range that ends before it begins or a whole-number setting given fractions. */
export function checkSpace(space: SearchSpace): void {
  for (const name of searchable) {
    const range = space[name]
    if (!range) continue
    if (range.kind !== 'choice' && range.low > range.high) {
      throw new AssayError('input.invalid', {
        field: `space.${name}`,
        problem: `low ${range.low} is above high ${range.high}`,
      })
    }
  }
}

/**
 * The configuration of one trial of a random search (Bergstra & Bengio 2012). It depends on the study's seed and the
 * trial's number alone, so a study can be resumed or run by several trainers without changing what is tried.
 */
export function drawConfig(space: SearchSpace, base: Trial['config'], seed: number, number: number): Trial['config'] {
  const random = createRandom(hashText(`trial ${number}`, seed))
  const config = { ...base }
  for (const name of searchable) {
    const range = space[name]
    if (range) config[name] = isWhole(name) ? Math.round(drawFrom(range, random)) : drawFrom(range, random)
  }
  return config
}

const isWhole = (name: string): boolean => name === 'towerWidth' || name === 'fusionWidth' || name === 'batchSize'

function drawFrom(range: SearchRange, random: Random): number {
  if (range.kind === 'choice') return range.values[random.integer(range.values.length)]
  const share = random.uniform()
  if (range.kind === 'uniform') return range.low + share * (range.high - range.low)
  return range.low * (range.high / range.low) ** share
}
