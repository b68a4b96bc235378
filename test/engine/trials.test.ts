import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { createTrialMemory, type Trial } from '../../main/engine/trials.ts'

const folder = () => mkdtempSync(path.join(tmpdir(), 'assay-trials-'))
const ran = (name: Trial['name'], msPerStep: number): Trial => ({ name, device: 'a device', msPerStep, reason: null })
const fell: Trial = { name: 'webgpu', device: '', msPerStep: null, reason: 'no GPU' }

test('trials are remembered by network, across starts, until the machine changes', () => {
  const here = folder()
  const trials = [ran('node', 2), fell, ran('wasm', 3)]
  createTrialMemory(here).keep('one driver', 'small', trials)
  const again = createTrialMemory(here)
  expect(again.find('one driver', 'small')).toEqual(trials)
  expect(again.find('one driver', 'large')).toBeNull()
  expect(again.find('a newer driver', 'small')).toBeNull()
  again.keep('a newer driver', 'large', [ran('wasm', 9)])
  expect(createTrialMemory(here).find('one driver', 'small')).toBeNull()
  expect(readdirSync(here)).toEqual(['engines.json'])
})

test('an engine that does not start is not started again for another network, one that was slow is', () => {
  const memory = createTrialMemory(null)
  memory.keep('machine', 'small', [ran('node', 2), fell])
  expect(memory.fallen('machine', 'webgpu')).toEqual(fell)
  expect(memory.fallen('machine', 'node')).toBeNull()
  expect(memory.fallen('another', 'webgpu')).toBeNull()
})

test('a damaged file is forgotten', () => {
  const here = folder()
  writeFileSync(path.join(here, 'engines.json'), '{ "machine": 3')
  const memory = createTrialMemory(here)
  expect(memory.find('machine', 'small')).toBeNull()
  memory.keep('machine', 'small', [fell])
  expect(createTrialMemory(here).find('machine', 'small')).toEqual([fell])
})
