import type { Tf, Vector } from './types.ts'

/** Adam's weights and running means, kept and moved by an engine in an operation of its own. */
export interface FusedAdam {
  /** The present weights; owned by the optimiser, and good until its next step. */
  weights(): Vector
  /**
   * m ← m + (g − m)(1 − firstDecay), v ← v + (g² − v)(1 − secondDecay), weights ← weights · left − rate · m / (√v + epsilon),
   * where g is the gradient, shortened to `largestNorm` where it is longer. `left` is null for weights that stay whole.
   */
  step(gradient: Vector, left: Vector | null, scalars: { rate: number; epsilon: number; largestNorm: number }): void
  dispose(): void
}

export interface Decays {
  first: number
  second: number
}

type CreateAdam = (start: Float32Array, decays: Decays) => FusedAdam

const offered = new WeakMap<Tf, CreateAdam>()

/** An engine that has such an operation says so when it starts. */
export const offerAdam = (tf: Tf, create: CreateAdam): void => void offered.set(tf, create)

/** Null where the engine that has started has none. */
export const fusedAdamOf = (tf: Tf): CreateAdam | null => offered.get(tf) ?? null
