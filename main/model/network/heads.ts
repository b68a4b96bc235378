import type { Grid } from '../../engine/types.ts'
import { kindOf, type Task, type TaskKind } from '../../features/types.ts'
import type { LabelUnits, Output } from '../types.ts'
import { dense, denseParameters, type Pass } from './layers.ts'
import {
  amountOfLog,
  countLoss,
  huberLoss,
  logisticLoss,
  sigmoid,
  squaredLogLoss,
  zilnLoss,
  zilnMean,
} from './losses.ts'
import type { ParameterSpec } from './parameters.ts'

/** Labels by name, NaN where unknown. */
export type Labels = Record<string, Float64Array>

/** One thing a task predicts: its label, its loss on raw outputs, and what it says in the label's own measure. */
interface Part {
  output: Output
  label: string
  /** First of the head's raw outputs that it reads, and how many. */
  first: number
  width: number
  loss(raw: ArrayLike<number>, at: number, label: number, gradient: Float64Array, units: LabelUnits): number
  /** What the label is divided by before the loss sees it. */
  unit(units: LabelUnits): number
  predict(raw: ArrayLike<number>, at: number, unit: number, units: LabelUnits): number
}

const noUnit = () => 1

const probability = (output: Output, label: string, first: number): Part => ({
  output,
  label,
  first,
  width: 1,
  loss: (raw, at, target, gradient) => logisticLoss(raw[at], target, gradient, 0),
  unit: noUnit,
  predict: (raw, at) => sigmoid(raw[at]),
})

const amount = (label: string, unit: Part['unit']): Part => ({
  output: 'amount',
  label,
  first: 0,
  width: 3,
  loss: (raw, at, target, gradient, { amountLoss }) =>
    (amountLoss === 'squared' ? squaredLogLoss : zilnLoss)(raw, at, target, gradient),
  unit,
  predict: (raw, at, factor, { amountLoss }) =>
    factor * (amountLoss === 'squared' ? amountOfLog(raw[at]) : zilnMean(raw, at)),
})

const count = (output: Output, label: string, unit: Part['unit']): Part => ({
  output,
  label,
  first: 0,
  width: 1,
  loss: (raw, at, target, gradient) => countLoss(raw[at], target, gradient, 0),
  unit,
  predict: (raw, at, factor) => factor * Math.exp(raw[at]),
})

/** Labels of own tasks and of increments bear the task's id. */
const ownUnit =
  (task: Task): Part['unit'] =>
  ({ own }) =>
    own?.[task] ?? 1

const partsByKind: Record<TaskKind, (task: Task) => Part[]> = {
  ltv: () => [amount('ltv', (units) => units.ltv)],
  increment: (task) => [amount(task, ownUnit(task))],
  amount: (task) => [amount(task, ownUnit(task))],
  count: (task) => [count('count', task, ownUnit(task))],
  yesNo: (task) => [probability('p', task, 0)],
  repurchase: () => [probability('p', 'repurchase', 0)],
  potential: () => [
    count('units', 'units', (units) => units.units),
    {
      output: 'growth',
      label: 'growth',
      first: 1,
      width: 1,
      loss: (raw, at, growth, gradient) => huberLoss(raw[at], growth, gradient, 0),
      unit: noUnit,
      predict: (raw, at) => raw[at],
    },
  ],
  loyalty: () => [probability('p', 'bought', 0), probability('share', 'share', 1)],
}

const partsOf = (task: Task): Part[] => partsByKind[kindOf(task)](task)

/** How many raw outputs a task's head has. */
export const headWidth = (task: Task): number => partsOf(task).reduce((sum, part) => sum + part.width, 0)

/** What an output's labels are divided by, so that losses mean the same in every currency. */
export const unitOfOutput = (task: Task, output: Output, units: LabelUnits): number => partOf(task, output).unit(units)

/** The label that an output of a task predicts. */
export const labelOf = (task: Task, output: Output): string => partOf(task, output).label

function partOf(task: Task, output: Output): Part {
  const part = partsOf(task).find((candidate) => candidate.output === output)
  if (!part) throw new Error(`${task} has no output ${output}`)
  return part
}

/** Heads start at zero, so that the first steps move predictions from the middle instead of undoing chance. */
export const headParameters = (task: Task, inputs: number): ParameterSpec[] =>
  denseParameters(`${task}.head`, inputs, headWidth(task), 'zeros')

/** representation [rows, inputs] → raw outputs [rows, the task's width]. */
export const head = (pass: Pass, task: Task, representation: Grid): Grid =>
  dense(pass, `${task}.head`, representation, 'linear')

export interface TaskLoss {
  /** Sum over the task's parts of the mean loss over rows whose label is known. */
  loss: number
  /** The loss's derivative by the raw outputs, as [rows, width]. */
  gradient: Float32Array
  /** True when any row had a label. */
  labelled: boolean
}

/** How many labels of each name are known. */
export const countKnown = (labels: Labels): Record<string, number> =>
  Object.fromEntries(
    Object.entries(labels).map(([name, values]) => [
      name,
      values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0),
    ]),
  )

/**
 * The loss of a task on raw outputs [rows, width], row-major; labels that are NaN count for nothing. Means are over
 * `known` labels, by name: more than are here when these rows are a piece of a batch.
 */
export function taskLoss(
  task: Task,
  raw: Float32Array,
  labels: Labels,
  units: LabelUnits,
  known = countKnown(labels),
): TaskLoss {
  const width = headWidth(task)
  const rows = raw.length / width
  const gradient = new Float32Array(raw.length)
  const own = new Float64Array(width)
  let loss = 0
  let labelled = false
  for (const part of partsOf(task)) {
    const label = labels[part.label]
    const unit = part.unit(units)
    const count = known[part.label]
    if (count === 0) continue
    labelled = true
    for (let row = 0; row < rows; row++) {
      if (Number.isNaN(label[row])) continue
      const first = row * width + part.first
      loss += part.loss(raw, first, label[row] / unit, own, units) / count
      for (let i = 0; i < part.width; i++) gradient[first + i] = own[i] / count
    }
  }
  return { loss, gradient, labelled }
}

/** What raw outputs [rows, width] say, uncalibrated, by output name. */
export function taskPredictions(task: Task, raw: Float32Array, units: LabelUnits): Record<string, Float64Array> {
  const width = headWidth(task)
  return Object.fromEntries(
    partsOf(task).map((part) => {
      const unit = part.unit(units)
      const values = new Float64Array(raw.length / width)
      for (let row = 0; row < values.length; row++)
        values[row] = part.predict(raw, row * width + part.first, unit, units)
      return [part.output, values]
    }),
  )
}
