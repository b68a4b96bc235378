import type { GradConfig, NamedAttrMap, Tensor, Tensor1D } from '@tensorflow/tfjs-core'
import type { Tf } from './types.ts'

/**
 * The derivatives of the kernels that Assay's networks are made of. The tfjs-core that Node loads brings kernels and
 * the tape but no derivative at all; each one below is checked against finite differences.
 */
export function registerGradients(tf: Tf): void {
  for (const config of [...arithmetic(tf), ...functions(tf), ...reductions(tf), ...layout(tf), ...products(tf)]) {
    tf.registerGradient(config)
  }
}

type Backward = (dy: Tensor, saved: Tensor[], attrs: NamedAttrMap) => Record<string, () => Tensor>

function gradient(kernelName: string, saves: { inputs?: string[]; output?: boolean }, backward: Backward): GradConfig {
  return {
    kernelName,
    inputsToSave: saves.inputs ?? [],
    outputsToSave: [saves.output ?? false],
    gradFunc: (dy, saved, attrs) => backward(Array.isArray(dy) ? dy[0] : dy, saved, attrs),
  }
}

/** The gradient where the output was not cut off at zero; in one kernel on engines that have one. */
const cutGradient = (tf: Tf, dy: Tensor, y: Tensor): Tensor =>
  tf.getKernel('ReluGrad', tf.getBackend())
    ? (tf.engine().runKernel('ReluGrad', { dy, y }) as Tensor)
    : tf.mul(dy, tf.step(y))

/** Sums a gradient over the axes along which its operand was broadcast. */
function unbroadcast(tf: Tf, gradientOfOutput: Tensor, shape: number[]): Tensor {
  // Mostly nothing was: a clone shares its data, where some engines copy for a reshape.
  if (tf.util.arraysEqual(gradientOfOutput.shape, shape)) return tf.clone(gradientOfOutput)
  const axes = tf.broadcast_util.getReductionAxes(shape, gradientOfOutput.shape)
  const summed = axes.length > 0 ? tf.sum(gradientOfOutput, axes) : gradientOfOutput
  return tf.reshape(summed, shape)
}

function arithmetic(tf: Tf): GradConfig[] {
  const both = { inputs: ['a', 'b'] }
  return [
    gradient('Add', both, (dy, [a, b]) => ({
      a: () => unbroadcast(tf, dy, a.shape),
      b: () => unbroadcast(tf, dy, b.shape),
    })),
    gradient('Sub', both, (dy, [a, b]) => ({
      a: () => unbroadcast(tf, dy, a.shape),
      b: () => unbroadcast(tf, tf.neg(dy), b.shape),
    })),
    gradient('Multiply', both, (dy, [a, b]) => ({
      a: () => unbroadcast(tf, tf.mul(dy, b), a.shape),
      b: () => unbroadcast(tf, tf.mul(dy, a), b.shape),
    })),
    gradient('RealDiv', both, (dy, [a, b]) => ({
      a: () => unbroadcast(tf, tf.div(dy, b), a.shape),
      b: () => unbroadcast(tf, tf.neg(tf.div(tf.mul(dy, a), tf.square(b))), b.shape),
    })),
  ]
}

function functions(tf: Tf): GradConfig[] {
  return [
    gradient('Neg', {}, (dy) => ({ x: () => tf.neg(dy) })),
    gradient('Exp', { output: true }, (dy, [y]) => ({ x: () => tf.mul(dy, y) })),
    gradient('Log', { inputs: ['x'] }, (dy, [x]) => ({ x: () => tf.div(dy, x) })),
    gradient('Square', { inputs: ['x'] }, (dy, [x]) => ({ x: () => tf.mul(dy, tf.mul(x, 2)) })),
    gradient('Sqrt', { output: true }, (dy, [y]) => ({ x: () => tf.div(dy, tf.mul(y, 2)) })),
    gradient('Rsqrt', { output: true }, (dy, [y]) => ({
      x: () => tf.mul(tf.mul(dy, -0.5), tf.mul(y, tf.square(y))),
    })),
    gradient('Relu', { output: true }, (dy, [y]) => ({ x: () => cutGradient(tf, dy, y) })),
    gradient('Sigmoid', { output: true }, (dy, [y]) => ({ x: () => tf.mul(dy, tf.mul(y, tf.sub(1, y))) })),
    gradient('Tanh', { output: true }, (dy, [y]) => ({ x: () => tf.mul(dy, tf.sub(1, tf.square(y))) })),
    gradient('Softmax', { output: true }, (dy, [y]) => ({
      logits: () => {
        const weighted = tf.mul(dy, y)
        return tf.sub(weighted, tf.mul(tf.sum(weighted, -1, true), y))
      },
    })),
    gradient('Softplus', { inputs: ['x'] }, (dy, [x]) => ({ x: () => tf.mul(dy, tf.sigmoid(x)) })),
  ]
}

function reductions(tf: Tf): GradConfig[] {
  const spread = (dy: Tensor, shape: number[], attrs: NamedAttrMap, share: number) => {
    const axes = tf.util.parseAxisParam(attrs.axis as number | number[], shape)
    const kept = shape.map((length, axis) => (axes.includes(axis) ? 1 : length))
    return tf.mul(tf.reshape(dy, kept), tf.fill(shape, share))
  }
  return [
    gradient('Sum', { inputs: ['x'] }, (dy, [x], attrs) => ({ x: () => spread(dy, x.shape, attrs, 1) })),
    gradient('Mean', { inputs: ['x'] }, (dy, [x], attrs) => ({
      x: () => spread(dy, x.shape, attrs, dy.size / x.size),
    })),
  ]
}

function layout(tf: Tf): GradConfig[] {
  return [
    gradient('Identity', {}, (dy) => ({ x: () => tf.clone(dy) })),
    gradient('Cast', {}, (dy) => ({ x: () => tf.cast(dy, 'float32') })),
    gradient('Reshape', { inputs: ['x'] }, (dy, [x]) => ({ x: () => tf.reshape(dy, x.shape) })),
    gradient('Transpose', {}, (dy, _, attrs) => ({
      x: () => tf.transpose(dy, tf.backend_util.getUndoAxesPermutation(attrs.perm as number[])),
    })),
    gradient('Slice', { inputs: ['x'] }, (dy, [x], attrs) => ({
      x: () => {
        const begin = [attrs.begin as number | number[]].flat()
        return tf.pad(
          dy,
          x.shape.map((length, axis) => {
            const before = begin[axis] ?? 0
            return [before, length - before - dy.shape[axis]] as [number, number]
          }),
        )
      },
    })),
    gradient('GatherV2', { inputs: ['x', 'indices'] }, (dy, [x, indices], attrs) => ({
      x: () => {
        if (attrs.axis !== 0) throw new Error('the gradient of gather is known along axis 0 only')
        const segmentIds = tf.reshape(indices, [indices.size])
        const rows = tf.reshape(dy, [indices.size, ...x.shape.slice(1)])
        return tf.unsortedSegmentSum(rows, segmentIds as Tensor1D, x.shape[0])
      },
      indices: () => tf.zerosLike(indices),
    })),
    {
      kernelName: 'SplitV',
      gradFunc: (dy, _, attrs) => ({ x: () => tf.concat(dy as Tensor[], attrs.axis as number) }),
    },
    {
      kernelName: 'Concat',
      saveAllInputs: true,
      gradFunc: (dy, saved, attrs) => {
        const axis = tf.util.parseAxisParam(attrs.axis as number, saved[0].shape)[0]
        const sizes = saved.map((tensor) => tensor.shape[axis])
        const pieces = tf.split(dy as Tensor, sizes, axis)
        return Object.fromEntries(pieces.map((piece, index) => [index, () => piece]))
      },
    },
  ]
}

function products(tf: Tf): GradConfig[] {
  const operands = (dz: Tensor, a: Tensor, b: Tensor, attrs: NamedAttrMap) => {
    const transposeA = attrs.transposeA === true
    const transposeB = attrs.transposeB === true
    return {
      a: () => (transposeA ? tf.matMul(b, dz, transposeB, true) : tf.matMul(dz, b, false, !transposeB)),
      b: () => (transposeB ? tf.matMul(dz, a, true, transposeA) : tf.matMul(a, dz, !transposeA, false)),
    }
  }
  return [
    gradient('BatchMatMul', { inputs: ['a', 'b'] }, (dy, [a, b], attrs) => operands(dy, a, b, attrs)),
    gradient('_FusedMatMul', { inputs: ['a', 'b', 'bias'], output: true }, (dy, [a, b, bias, y], attrs) => {
      if (attrs.activation !== 'linear' && attrs.activation !== 'relu') {
        throw new Error(`the gradient of a fused product is known for linear and relu, not ${String(attrs.activation)}`)
      }
      const dz = attrs.activation === 'relu' ? cutGradient(tf, dy, y) : dy
      return { ...operands(dz, a, b, attrs), bias: () => unbroadcast(tf, dz, bias.shape) }
    }),
  ]
}
