import { specsOf } from '../../features/scaling.ts'
import { inputGroups, type Entity, type FeatureSpec, type InputGroup } from '../../features/types.ts'
import { mapEntities } from '../tables.ts'
import type { Preprocessing, RecordScores, ScoreRecord } from './types.ts'

/** `example.json`: by entity a record to try a loader with, and what the model says of it. */
export type Examples = Partial<Record<Entity, { record: ScoreRecord; scores: RecordScores }>>

/** Records of nobody: every column at its training mean, so that an export tells of no single customer. */
export const meanRecords = ({ scales, columns }: Preprocessing): Partial<Record<Entity, ScoreRecord>> =>
  mapEntities(scales, (own, entity) => {
    const meanOf = (spec: FeatureSpec) => untransformed(own[columns.indexOf(spec)].mean, spec.transform)
    const inputs = inputGroups.map((group): [InputGroup, Record<string, number>] => [
      group,
      Object.fromEntries(specsOf(columns, group).map((spec) => [spec.name, meanOf(spec)])),
    ])
    return { entity, ...(Object.fromEntries(inputs) as Record<InputGroup, Record<string, number>>) }
  })

function untransformed(value: number, transform: FeatureSpec['transform']): number {
  if (transform === 'none') return value
  return Math.sign(value) * Math.expm1(Math.abs(value))
}
