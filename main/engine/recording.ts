import type { Tensor, Tf, Vector } from './types.ts'

/** A computation that has run, and can still be differentiated. */
export interface Recording {
  /** What it gave, one number after the other. */
  output: Vector
  /** The derivative by the parameters, given the derivative by the output. Only once; frees what was remembered. */
  backward(byOutput: Vector): Vector
  /** Frees what was remembered where no derivative is wanted. */
  dispose(): void
}

/** The parts of tfjs's tape that its types keep to themselves. */
interface Tape {
  startTape(): void
  endTape(): void
  state: { activeTape: { saved: Tensor[] }[] | null }
}

/**
 * Runs `compute` on the parameters and remembers how it went. tfjs differentiates in one go, forward and backward; here
 * the two are apart, so that the output can be read without blocking (a GPU answers later, and not otherwise) and its
 * losses and their derivatives be worked out in float64 before the way back. Output and derivative are the caller's.
 */
export function record(tf: Tf, parameters: Vector, compute: (parameters: Vector) => Vector): Recording {
  const engine = tf.engine()
  const tape = engine as object as Tape
  tape.startTape()
  let output: Vector
  try {
    output = tf.tidy(() => compute(parameters))
  } finally {
    tape.endTape()
  }
  let remembered = tape.state.activeTape
  const forget = () => {
    for (const { saved } of remembered ?? []) tf.dispose(saved)
    remembered = null
  }
  return {
    output,
    backward(byOutput) {
      const replay = () => {
        // In place of running again: what was remembered then.
        tape.state.activeTape = remembered
        return output
      }
      const { grads } = engine.gradients(replay, [parameters], byOutput)
      remembered = null // the engine has freed it
      return grads[0] as Vector
    },
    dispose: forget,
  }
}
