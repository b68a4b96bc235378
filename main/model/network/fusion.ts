import type { Grid } from '../../engine/types.ts'
import { dense, denseParameters, dropout, type Pass } from './layers.ts'
import type { ParameterSpec } from './parameters.ts'

/** Joins the encodings and what the row stands for into the representation that all heads share. */
export const fusionParameters = (encodings: number, entities: number, width: number): ParameterSpec[] =>
  denseParameters('fusion', encodings + entities, width, 'he')

/** encodings, each [rows, width], and the entity as one-hot [rows, entities] → representation [rows, fusion width]. */
export const fusion = (pass: Pass, encodings: Grid[], entity: Grid): Grid =>
  dropout(pass, dense(pass, 'fusion', pass.tf.concat2d([...encodings, entity], 1), 'relu'))
