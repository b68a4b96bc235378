import type { Grid } from '../../engine/types.ts'
import type { InputGroup } from '../../features/types.ts'
import { adapted, type AdaptedLayer } from './adaptation.ts'
import { dense, denseParameters, dropout, layerNorm, normParameters, type Pass } from './layers.ts'
import type { ParameterSpec } from './parameters.ts'

/** The encoder of one input group: dense, relu, layer norm, dropout, dense; and a vector for rows without such inputs. */
export const towerParameters = (group: InputGroup, inputs: number, width: number): ParameterSpec[] => [
  ...denseParameters(`${group}.hidden`, inputs, width, 'he'),
  ...normParameters(`${group}.norm`, width),
  ...denseParameters(`${group}.output`, width, width, 'glorot'),
  { name: `${group}.absent`, shape: [width], start: 'zeros' },
]

/** The layers that an adapter follows. */
export const adaptedTowerLayers = (group: InputGroup, units: number): AdaptedLayer[] => [
  { name: `${group}.hidden`, units },
  { name: `${group}.output`, units },
]

/** x [rows, inputs], present [rows] of 1 and 0 → encoding [rows, width]: what is learned of "none" where not present. */
export function tower(pass: Pass, group: InputGroup, x: Grid, present: Float32Array): Grid {
  const { tf, parameters } = pass
  const normed = layerNorm(pass, `${group}.norm`, dense(pass, `${group}.hidden`, x, 'relu'))
  const hidden = adapted(pass, `${group}.hidden`, normed)
  const encoding = adapted(pass, `${group}.output`, dense(pass, `${group}.output`, dropout(pass, hidden), 'linear'))
  if (present.every((value) => value === 1)) return encoding
  const column = tf.tensor2d(present, [present.length, 1])
  const none = tf.matMul(
    tf.sub<Grid>(1, column),
    tf.reshape(parameters[`${group}.absent`], [1, encoding.shape[1]]) as Grid,
  )
  return tf.add<Grid>(tf.mul(encoding, column), none)
}
