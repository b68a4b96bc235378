import { taskIn } from '../../base/taskId.ts'
import type { Task } from '../../features/types.ts'
import { logistic, squaredError, tweedie, type Objective } from '../boosting/objectives.ts'
import { labelOf, unitOfOutput } from '../network/heads.ts'
import { outputsOf, type LabelUnits, type Output } from '../types.ts'

/** Where figures of one output are averaged: amounts by their logarithms, so that no single large one decides. */
export type Scale = 'log' | 'logit' | 'linear'

/** What trees and linear models need to know of one output of a task. */
export interface OutputFacts {
  scale: Scale
  objective: Objective
}

const amounts: OutputFacts = { scale: 'log', objective: tweedie(1.5) }
const shares: OutputFacts = { scale: 'logit', objective: logistic }

const factsOf: Record<Output, OutputFacts> = {
  amount: amounts,
  units: amounts,
  count: amounts,
  p: shares,
  share: shares,
  growth: { scale: 'linear', objective: squaredError },
}

/** Of a `task.output`. */
export const outputFacts = (name: string): OutputFacts => factsOf[name.slice(taskIn(name).length + 1) as Output]

/** One output of a task: its name, its label's, and what labels are divided by, so that penalties mean the same in every currency. */
export interface NamedOutput {
  task: Task
  name: string
  label: string
  unit(units: LabelUnits): number
}

/** Every output of the tasks. */
export const outputsIn = (tasks: Task[]): NamedOutput[] =>
  tasks.flatMap((task) =>
    outputsOf(task).map((output) => ({
      task,
      name: `${task}.${output}`,
      label: labelOf(task, output),
      unit: (units: LabelUnits) => unitOfOutput(task, output, units),
    })),
  )

const least = 1e-6

/** A figure where it is averaged. */
export function toScale(scale: Scale, value: number): number {
  if (scale === 'linear') return value
  if (scale === 'log') return Math.log(Math.max(least, value))
  const p = Math.max(least, Math.min(1 - least, value))
  return Math.log(p / (1 - p))
}

export function fromScale(scale: Scale, value: number): number {
  if (scale === 'linear') return value
  return scale === 'log' ? Math.exp(value) : 1 / (1 + Math.exp(-value))
}
