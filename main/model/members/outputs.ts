import type { Task } from '../../features/types.ts'
import { logistic, squaredError, tweedie, type Objective } from '../boosting/objectives.ts'
import { labelOf } from '../network/heads.ts'
import { outputsOf, type LabelUnits } from '../types.ts'

/** Where figures of one output are averaged: amounts by their logarithms, so that no single large one decides. */
export type Scale = 'log' | 'logit' | 'linear'

/** What trees and linear models need to know of one output of a task. */
export interface OutputFacts {
  scale: Scale
  objective: Objective
  /** What labels are divided by, so that penalties mean the same in every currency. */
  unit(units: LabelUnits): number
}

const amounts = tweedie(1.5)
const one = () => 1

/** By `task.output`. */
export const outputFacts: Record<string, OutputFacts> = {
  'ltv.amount': { scale: 'log', objective: amounts, unit: (units) => units.ltv },
  'repurchase.p': { scale: 'logit', objective: logistic, unit: one },
  'potential.units': { scale: 'log', objective: amounts, unit: (units) => units.units },
  'potential.growth': { scale: 'linear', objective: squaredError, unit: one },
  'loyalty.p': { scale: 'logit', objective: logistic, unit: one },
  'loyalty.share': { scale: 'logit', objective: logistic, unit: one },
}

/** Every output of the tasks, with its name and its label's. */
export const outputsIn = (tasks: Task[]): { task: Task; name: string; label: string }[] =>
  tasks.flatMap((task) =>
    outputsOf[task].map((output) => ({ task, name: `${task}.${output}`, label: labelOf(task, output) })),
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
