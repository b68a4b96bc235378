import type { Grid } from '../../engine/types.ts'
import type { InputGroup } from '../../features/types.ts'
import { dense, denseParameters, dropout, layerNorm, normParameters, type Pass } from './layers.ts'
import type { ParameterSpec } from './parameters.ts'

/** The encoder of one input group: dense, relu, layer norm, dropout, dense. */
export const towerParameters = (group: InputGroup, inputs: number, width: number): ParameterSpec[] => [
  ...denseParameters(`${group}.hidden`, inputs, width, 'he'),
  ...normParameters(`${group}.norm`, width),
  ...denseParameters(`${group}.output`, width, width, 'glorot'),
]

/** x [rows, inputs] → encoding [rows, width]. */
export function tower(pass: Pass, group: InputGroup, x: Grid): Grid {
  const hidden = layerNorm(pass, `${group}.norm`, dense(pass, `${group}.hidden`, x, 'relu'))
  return dense(pass, `${group}.output`, dropout(pass, hidden), 'linear')
}
