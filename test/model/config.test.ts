import { expect, test } from 'vitest'
import { resolveConfig } from '../../main/model/config.ts'
import { modelConfigInput } from '../../main/model/contract.ts'
import { defaultModelConfig } from '../../main/model/modelConfig.ts'

const resolve = (input: object) => resolveConfig(modelConfigInput.parse(input), 7)

test('what is left out is as the balanced defaults have it, with the seed of the setup', () => {
  expect(resolve({})).toEqual({ ...defaultModelConfig, seed: 7 })
  expect(resolve({ preset: 'balanced', dropout: undefined })).toEqual({ ...defaultModelConfig, seed: 7 })
})

test('a preset changes the defaults, and a setting of one’s own the preset', () => {
  expect(resolve({ preset: 'quick' }).members).toEqual({ networks: 1, boosted: false, linear: false })
  expect(resolve({ preset: 'quick', members: { linear: true } }).members).toEqual({
    networks: 1,
    boosted: false,
    linear: true,
  })
  expect(resolve({ preset: 'thorough', taskWeights: { ltv: 2 } })).toMatchObject({
    members: { networks: 10 },
    taskWeights: { ltv: 2, repurchase: 1 },
  })
})

test('heads that do not divide the width of a sequence are refused', () => {
  expect(() => resolve({ sequenceWidth: 32, sequenceHeads: 3 })).toThrow(
    expect.objectContaining({
      code: 'input.invalid',
      params: expect.objectContaining({ field: 'config.sequenceHeads' }),
    }),
  )
  expect(resolve({ sequenceWidth: 33, sequenceHeads: 3 })).toMatchObject({ sequenceHeads: 3 })
})
