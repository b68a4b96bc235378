import type { GradConfig, NamedAttrMap, Tensor, Tensor1D } from '@tensorflow/tfjs-core'
import type { Tf } from './types.ts'

/**
 * The derivatives of the kernels that Assay's networks are made of. The tfjs-core that Node loads brings kernels and
 * the tape but no derivative at all; each one below is checked against finite differences.
 */
export function registerGradients(tf: Tf): void {
  const known = [arithmetic, sumOfMany, choices, functions, reductions, layout, repetitions, products]
  for (const config of known.flatMap((some) => some(tf))) tf.registerGradient(config)
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

/** In that shape. A clone shares its data, where some engines copy for a reshape and others cross to a library. */
const inShape = (tf: Tf, x: Tensor, shape: number[]): Tensor =>
  tf.util.arraysEqual(x.shape, shape) ? tf.clone(x) : tf.reshape(x, shape)

/** Sums a gradient over the axes along which its operand was broadcast, if any. */
function unbroadcast(tf: Tf, gradientOfOutput: Tensor, shape: number[]): Tensor {
  if (tf.util.arraysEqual(gradientOfOutput.shape, shape)) return tf.clone(gradientOfOutput)
  const axes = tf.broadcast_util.getReductionAxes(shape, gradientOfOutput.shape)
  const summed = axes.length > 0 ? tf.sum(gradientOfOutput, axes) : gradientOfOutput
  return inShape(tf, summed, shape)
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
    gradient('SquaredDifference', both, (dy, [a, b]) => {
      const byDifference = () => tf.mul(dy, tf.mul(tf.sub(a, b), 2))
      return {
        a: () => unbroadcast(tf, byDifference(), a.shape),
        b: () => unbroadcast(tf, tf.neg(byDifference()), b.shape),
      }
    }),
  ]
}

/** Of sums of any number, each gets the whole derivative. */
const sumOfMany = (tf: Tf): GradConfig[] => [
  {
    kernelName: 'AddN',
    saveAllInputs: true,
    gradFunc: (dy, saved) => Object.fromEntries(saved.map((_, index) => [index, () => tf.clone(dy as Tensor)])),
  },
]

/** Where one of two is taken, the derivative goes to the one that was; of equals, to the first. */
function choices(tf: Tf): GradConfig[] {
  const where = (dy: Tensor, condition: Tensor) => tf.mul(dy, tf.cast(condition, 'float32'))
  const both = { inputs: ['a', 'b'] }
  return [
    gradient('Maximum', both, (dy, [a, b]) => ({
      a: () => unbroadcast(tf, where(dy, tf.greaterEqual(a, b)), a.shape),
      b: () => unbroadcast(tf, where(dy, tf.less(a, b)), b.shape),
    })),
    gradient('Minimum', both, (dy, [a, b]) => ({
      a: () => unbroadcast(tf, where(dy, tf.lessEqual(a, b)), a.shape),
      b: () => unbroadcast(tf, where(dy, tf.greater(a, b)), b.shape),
    })),
    ...['Greater', 'GreaterEqual', 'Less', 'LessEqual', 'Equal', 'NotEqual'].map((comparison) =>
      gradient(comparison, both, (_, [a, b]) => ({ a: () => tf.zeros(a.shape), b: () => tf.zeros(b.shape) })),
    ),
    gradient('Step', { inputs: ['x'] }, (_, [x]) => ({ x: () => tf.zerosLike(x) })),
    gradient('Select', { inputs: ['condition'] }, (dy, [condition]) => ({
      condition: () => tf.zeros(condition.shape),
      t: () => where(dy, condition),
      e: () => where(dy, tf.logicalNot(condition)),
    })),
    gradient('ClipByValue', { inputs: ['x'] }, (dy, [x], { clipValueMin, clipValueMax }) => ({
      x: () =>
        where(dy, tf.logicalAnd(tf.greaterEqual(x, clipValueMin as number), tf.lessEqual(x, clipValueMax as number))),
    })),
  ]
}

function functions(tf: Tf): GradConfig[] {
  return [
    gradient('Neg', {}, (dy) => ({ x: () => tf.neg(dy) })),
    gradient('Exp', { output: true }, (dy, [y]) => ({ x: () => tf.mul(dy, y) })),
    gradient('Log', { inputs: ['x'] }, (dy, [x]) => ({ x: () => tf.div(dy, x) })),
    gradient('Log1p', { inputs: ['x'] }, (dy, [x]) => ({ x: () => tf.div(dy, tf.add(x, 1)) })),
    gradient('Abs', { inputs: ['x'] }, (dy, [x]) => ({ x: () => tf.mul(dy, tf.sign(x)) })),
    gradient('Reciprocal', { output: true }, (dy, [y]) => ({ x: () => tf.neg(tf.mul(dy, tf.square(y))) })),
    gradient('Erf', { inputs: ['x'] }, (dy, [x]) => ({
      x: () => tf.mul(tf.mul(dy, 2 / Math.sqrt(Math.PI)), tf.exp(tf.neg(tf.square(x)))),
    })),
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
  const kept = (reduced: Tensor, shape: number[], attrs: NamedAttrMap) => {
    const axes = tf.util.parseAxisParam(attrs.axis as number | number[], shape)
    return tf.reshape(
      reduced,
      shape.map((length, axis) => (axes.includes(axis) ? 1 : length)),
    )
  }
  const spread = (dy: Tensor, shape: number[], attrs: NamedAttrMap, share: number) =>
    tf.mul(kept(dy, shape, attrs), tf.fill(shape, share))
  return [
    gradient('Sum', { inputs: ['x'] }, (dy, [x], attrs) => ({ x: () => spread(dy, x.shape, attrs, 1) })),
    gradient('Mean', { inputs: ['x'] }, (dy, [x], attrs) => ({
      x: () => spread(dy, x.shape, attrs, dy.size / x.size),
    })),
    {
      // Kernels of the maximum take axes, or are not told any.
      kernelName: 'Max',
      inputsToSave: ['x'],
      outputsToSave: [true],
      gradFunc: (dy, [x, y], { reductionIndices, axis }) => ({
        x: () => {
          const attrs = { axis: reductionIndices ?? axis }
          const isLargest = tf.equal(x, kept(y, x.shape, attrs))
          return tf.mul(kept(dy as Tensor, x.shape, attrs), tf.cast(isLargest, 'float32'))
        },
      }),
    },
  ]
}

function layout(tf: Tf): GradConfig[] {
  return [
    gradient('Identity', {}, (dy) => ({ x: () => tf.clone(dy) })),
    gradient('Cast', {}, (dy) => ({ x: () => tf.cast(dy, 'float32') })),
    gradient('Reshape', { inputs: ['x'] }, (dy, [x]) => ({ x: () => inShape(tf, dy, x.shape) })),
    gradient('ExpandDims', { inputs: ['input'] }, (dy, [input]) => ({ input: () => tf.reshape(dy, input.shape) })),
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
        const segmentIds = inShape(tf, indices, [indices.size])
        const rows = inShape(tf, dy, [indices.size, ...x.shape.slice(1)])
        return tf.unsortedSegmentSum(rows, segmentIds as Tensor1D, x.shape[0])
      },
      indices: () => tf.zerosLike(indices),
    })),
    gradient('UnsortedSegmentSum', { inputs: ['segmentIds'] }, (dy, [segmentIds]) => ({
      // Rows of no segment have no derivative.
      x: () => {
        const rows = tf.gather(dy, tf.maximum(segmentIds, tf.scalar(0, 'int32')) as Tensor1D)
        const counted = tf.cast(tf.greaterEqual(segmentIds, 0), 'float32')
        return tf.mul(rows, tf.reshape(counted, [...segmentIds.shape, ...dy.shape.slice(1).map(() => 1)]))
      },
      segmentIds: () => tf.zeros(segmentIds.shape),
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

/** What stands in the output more than once, or in pieces. */
function repetitions(tf: Tf): GradConfig[] {
  return [
    gradient('Tile', { inputs: ['x'] }, (dy, [x], attrs) => ({
      x: () => {
        const times = attrs.reps as number[]
        const apart = tf.reshape(
          dy,
          x.shape.flatMap((length, axis) => [times[axis], length]),
        )
        const repeated = times.flatMap((count, axis) => (count === 1 ? [] : [2 * axis]))
        return tf.reshape(repeated.length === 0 ? apart : tf.sum(apart, repeated), x.shape)
      },
    })),
    gradient('PadV2', { inputs: ['x'] }, (dy, [x], attrs) => ({
      x: () =>
        tf.slice(
          dy,
          (attrs.paddings as [number, number][]).map(([before]) => before),
          x.shape,
        ),
    })),
    {
      kernelName: 'Pack',
      saveAllInputs: true,
      gradFunc: (dy, saved, attrs) => {
        const pieces = tf.unstack(dy as Tensor, attrs.axis as number)
        return Object.fromEntries(saved.map((_, index) => [index, () => pieces[index]]))
      },
    },
    {
      kernelName: 'Unpack',
      gradFunc: (dy, _, attrs) => ({ value: () => tf.stack(dy as Tensor[], attrs.axis as number) }),
    },
  ]
}

const sizeOf = (lengths: number[]): number => lengths.reduce((size, length) => size * length, 1)

const matricesIn = ({ shape }: Tensor): number => sizeOf(shape.slice(0, -2))

function products(tf: Tf): GradConfig[] {
  const operands = (dz: Tensor, a: Tensor, b: Tensor, attrs: NamedAttrMap) => {
    const transposeA = attrs.transposeA === true
    const transposeB = attrs.transposeB === true
    const byA = () => (transposeA ? tf.matMul(b, dz, transposeB, true) : tf.matMul(dz, b, false, !transposeB))
    const byB = () => (transposeB ? tf.matMul(dz, a, true, transposeA) : tf.matMul(a, dz, !transposeA, false))
    const [isSharedA, isSharedB] = [a, b].map((own) => matricesIn(own) !== matricesIn(dz))
    return {
      a: () => (isSharedA ? unbroadcast(tf, byA(), a.shape) : byA()),
      b: () => {
        if (!isSharedB) return byB()
        if (matricesIn(b) > 1 || transposeA || isSharedA) return unbroadcast(tf, byB(), b.shape)
        // One matrix that meets many: one product with all their rows, in place of a product each and their sum.
        const rowsOf = ({ shape }: Tensor) => [sizeOf(shape.slice(0, -1)), shape[shape.length - 1]]
        const [left, right] = [a, dz].map((many) => tf.reshape(many, rowsOf(many)))
        return tf.reshape(transposeB ? tf.matMul(right, left, true) : tf.matMul(left, right, true), b.shape)
      },
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
