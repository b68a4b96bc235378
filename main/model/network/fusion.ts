import type { Grid } from '../../engine/types.ts'
import type { Task } from '../../features/types.ts'
import { dense, denseParameters, dropout, type Pass } from './layers.ts'
import type { ParameterSpec } from './parameters.ts'

/**
 * shared: one layer for all tasks (Caruana 1997). mmoe: experts that all tasks share, mixed by a gate of each task (Ma et
 * al. 2018). ple: beside shared experts each task has some of its own, in one level of extraction (Tang et al. 2020).
 */
export const expertKinds = ['shared', 'mmoe', 'ple'] as const
export type ExpertKind = (typeof expertKinds)[number]

export interface FusionShape {
  /** Whether each row weighs the towers for each task. */
  gate: boolean
  experts: ExpertKind
  /** Shared experts; with ple a task has half as many of its own. */
  expertCount: number
  fusionWidth: number
}

const ownExperts = ({ expertCount }: FusionShape): number => Math.max(1, Math.floor(expertCount / 2))

/** The experts that a task's rows go through, by name. */
export function expertsOf(shape: FusionShape, task: Task): string[] {
  const shared = Array.from({ length: shape.expertCount }, (_, expert) => `expert.${expert}`)
  if (shape.experts === 'shared') return ['expert.0']
  if (shape.experts === 'mmoe') return shared
  return [...shared, ...Array.from({ length: ownExperts(shape) }, (_, expert) => `${task}.expert.${expert}`)]
}

/** Gates start at zero: all towers and all experts count alike. */
export function fusionParameters(
  shape: FusionShape,
  towers: number,
  towerWidth: number,
  tasks: Task[],
): ParameterSpec[] {
  const inputs = towers * towerWidth
  const experts = [...new Set(tasks.flatMap((task) => expertsOf(shape, task)))]
  return [
    ...experts.flatMap((expert) => denseParameters(expert, inputs, shape.fusionWidth, 'he')),
    ...tasks.flatMap((task) => [
      { name: `${task}.about`, shape: [inputs], start: 'zeros' as const },
      ...(shape.gate && towers > 1 ? denseParameters(`${task}.gate`, inputs, towers, 'zeros') : []),
      ...(expertsOf(shape, task).length > 1
        ? denseParameters(`${task}.choice`, inputs, expertsOf(shape, task).length, 'zeros')
        : []),
    ]),
  ]
}

/** What the fusion made of a task's rows, [rows, fusion width], and how it weighed the towers, [rows, towers]. */
export interface Fused {
  representation: Grid
  shares: Grid | null
}

/** Joins the towers' encodings of a task's rows, each [rows, tower width]. */
export function fusion(pass: Pass, shape: FusionShape, task: Task, encodings: Grid[]): Fused {
  const { tf, parameters } = pass
  const together = tf.add<Grid>(tf.concat2d(encodings, 1), parameters[`${task}.about`])
  const shares = shape.gate && encodings.length > 1 ? softmaxOf(pass, `${task}.gate`, together) : null
  const weighed = shares ? weigh(pass, encodings, shares) : together
  const experts = expertsOf(shape, task).map((expert) => dense(pass, expert, weighed, 'relu'))
  if (experts.length === 1) return { representation: dropout(pass, experts[0]), shares }
  const choice = columnsOf(pass, softmaxOf(pass, `${task}.choice`, weighed))
  const mixed = experts
    .map((expert, i) => tf.mul<Grid>(expert, choice[i]))
    .reduce((sum, part) => tf.add<Grid>(sum, part))
  return { representation: dropout(pass, mixed), shares }
}

const softmaxOf = (pass: Pass, name: string, x: Grid): Grid => pass.tf.softmax(dense(pass, name, x, 'linear'))

const columnsOf = ({ tf }: Pass, grid: Grid): Grid[] => tf.split<Grid>(grid, grid.shape[1], 1)

/** Each encoding times its share, so that equal shares leave all as they are. */
function weigh(pass: Pass, encodings: Grid[], shares: Grid): Grid {
  const columns = columnsOf(pass, pass.tf.mul<Grid>(shares, encodings.length))
  return pass.tf.concat2d(
    encodings.map((encoding, i) => pass.tf.mul<Grid>(encoding, columns[i])),
    1,
  )
}
