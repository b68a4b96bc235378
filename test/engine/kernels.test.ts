import { expect, test } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import type { Tensor, Tf } from '../../main/engine/types.ts'
import { runModel } from '../../main/model/runningModel.ts'
import { tablesOf } from '../../main/model/tables.ts'
import { trainModel } from '../../main/model/training.ts'
import { defaultModelConfig } from '../../main/model/modelConfig.ts'
import { syntheticData } from '../model/syntheticData.ts'
import { engineUnderTest, startEngineUnderTest } from './engineUnderTest.ts'
import { drawInputs } from './inputs.ts'
import { operations } from './operations.ts'

/** From here on writes the name of every kernel that runs into the set. */
function listen(tf: Tf, names: { current: Set<string> }): void {
  for (const config of tf.getKernelsForBackend(tf.getBackend())) {
    tf.unregisterKernel(config.kernelName, config.backendName)
    tf.registerKernel({
      ...config,
      kernelFunc(args) {
        names.current.add(config.kernelName)
        return config.kernelFunc(args)
      },
    })
  }
}

/** Kernels without a derivative whose outcome the contract's own sums and constants show. */
const constants = ['Identity', 'Fill', 'ZerosLike', 'OnesLike']

test('every kernel that a training runs is held to the contract, and none is left to plain JavaScript', async () => {
  const engine = await startEngineUnderTest()
  const { tf } = engine
  const names = { current: new Set<string>() }
  listen(tf, names)

  const data = syntheticData(120, 30, 60)
  const members = { networks: 1, boosted: false, linear: false }
  const config = { ...defaultModelConfig, epochs: 1, towerWidth: 8, fusionWidth: 8, dropout: 0.1, members }
  const { artifact } = await trainModel(data, config, engine, unattended)
  const model = runModel(engine, artifact)
  await model.predict(tablesOf(data))
  model.dispose()
  const trained = names.current

  names.current = new Set()
  for (const operation of operations) {
    tf.tidy(() => {
      const inputs = drawInputs(operation).toTensors(tf)
      tf.grads((...given: Tensor[]) => tf.sum(operation.run(tf, given)))(inputs)
    })
  }
  const held = new Set([...names.current, ...constants])
  expect(trained).toContain('_FusedMatMul')
  expect([...trained].filter((name) => !held.has(name))).toEqual([])
  // tfjs-node loads that backend itself; no other engine has it to fall back on.
  if (engineUnderTest !== 'node') expect([tf.findBackend('cpu'), tf.getKernelsForBackend('cpu')]).toEqual([null, []])
  expect(tf.getBackend()).toBe({ node: 'tensorflow', wasm: 'wasm', webgpu: 'webgpu' }[engineUnderTest])
})
