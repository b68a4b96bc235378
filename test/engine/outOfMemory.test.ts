import { expect, test } from 'vitest'
import { namingMemory } from '../../main/engine/outOfMemory.ts'

const config = { batchSize: 256, accumulate: 1 }
const failing = (error: unknown) => namingMemory('node', config, () => Promise.reject(error))

test('memory that runs out is named with what to change, however an engine says it', async () => {
  const ways = [
    new Error('Invalid TF_Status: 8\nMessage: OOM when allocating tensor with shape[8192,4096]'),
    new Error('GPUOutOfMemoryError: Out of memory.'),
    new RangeError('Array buffer allocation failed'),
    new Error('Aborted(OOM). Build with -sASSERTIONS for more info.'),
  ]
  for (const cause of ways) {
    await expect(failing(cause)).rejects.toMatchObject({
      code: 'engine.outOfMemory',
      params: { engine: 'node', batchSize: 256, accumulate: 1 },
      cause,
    })
  }
})

test('other failures pass as they are, and so do results', async () => {
  const other = new Error('the loss is no number')
  await expect(failing(other)).rejects.toBe(other)
  expect(await namingMemory('wasm', config, async () => 3)).toBe(3)
})
