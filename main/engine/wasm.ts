import * as wasmBackend from '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'
import { createRequire } from 'node:module'
import path from 'node:path'
import { registerGradients } from './gradients.ts'
import { mendWasmKernels } from './wasmKernels.ts'
import type { Tf } from './types.ts'

let started: Promise<Tf> | null = null

/** SIMD on one core of the CPU, from files inside the package: the engine that always works. Starts once a process. */
export function startWasm(): Promise<Tf> {
  started ??= start()
  return started
}

async function start(): Promise<Tf> {
  const packageFolder = path.dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))
  wasmBackend.setWasmPaths(packageFolder + path.sep)
  const events = ['uncaughtException', 'unhandledRejection'] as const
  const before = events.map((event) => process.listeners(event as 'uncaughtException'))
  if (!(await tf.setBackend('wasm'))) throw new Error('the wasm backend did not start')
  // Emscripten's start-up code takes over the process's last-resort error handling, which is not its to take.
  events.forEach((event, index) => {
    for (const listener of process.listeners(event as 'uncaughtException')) {
      if (!before[index].includes(listener)) process.removeListener(event, listener)
    }
  })
  registerGradients(tf)
  mendWasmKernels(tf)
  return tf
}
