import type * as TensorFlow from '@tensorflow/tfjs-core'

export const engineNames = ['node', 'webgpu', 'wasm'] as const
export type EngineName = (typeof engineNames)[number]
export type EngineChoice = 'auto' | EngineName

/** The functions of tfjs-core. One instance per process, whatever computes. */
export type Tf = typeof TensorFlow
export type Tensor = TensorFlow.Tensor
export type Vector = TensorFlow.Tensor1D
export type Grid = TensorFlow.Tensor2D

/** A started tensor engine. */
export interface Engine {
  name: EngineName
  tf: Tf
  gpu: boolean
  /** What computes, in words. */
  device: string
}

/** Starts an engine by its name; one that is not `forced` may refuse a processor that only plays a GPU. */
export type StartEngine = (name: EngineName, options?: { forced?: boolean }) => Promise<Engine>
