import { actType } from '../../features/acts.ts'
import { daysOf } from '../../features/own/ownTask.ts'
import { scaledLimit } from '../../features/scaling.ts'
import { inputGroups } from '../../features/types.ts'
import type { Vocabulary } from '../../features/vocabulary.ts'
import { horizonOutput, incrementsIn } from '../horizons.ts'
import { outputFacts, outputsIn } from '../members/outputs.ts'
import { headPart } from '../network/heads.ts'
import { largestLog, largestSigma, smallestSigma } from '../network/losses.ts'
import { entityOf, type ModelArtifact, type Output } from '../types.ts'
import type { ExportedOutput, Preprocessing } from './types.ts'

/** What comes before and after the members. `products`: what acts name products by, where the model reads acts. */
export function preprocessingOf(
  artifact: ModelArtifact,
  horizonDays: number,
  products: Vocabulary | null,
): Preprocessing {
  const { specs, scales, vocabularies, blend, calibration, conformal } = artifact
  return {
    horizonDays,
    groups: [...inputGroups],
    columns: specs,
    scales,
    limit: scaledLimit,
    vocabularies: { ...vocabularies, ...(products && { product: products }) },
    actTypes: { ...actType },
    outputs: outputsOfModel(artifact),
    sums: sumsOf(artifact),
    blend,
    calibration,
    conformal,
  }
}

/** Outputs that some member speaks of. */
function outputsOfModel({ tasks, labelUnits, blend }: ModelArtifact): Record<string, ExportedOutput> {
  const outputs: Record<string, ExportedOutput> = {}
  for (const { task, name, unit } of outputsIn(tasks)) {
    if (!blend[name]) continue
    const output = name.slice(task.length + 1) as Output
    const { scale, objective } = outputFacts(name)
    const { first, reads } = headPart(task, output)
    outputs[name] = {
      ...{ task, output, entity: entityOf(task), scale, link: objective.link, unit: unit(labelUnits) },
      head: { first, reads: reads(labelUnits), smallestSigma, largestSigma, largestLog },
    }
  }
  return outputs
}

/** Customer value up to each horizon, where it was learned in increments. */
function sumsOf({ tasks, blend }: ModelArtifact): Preprocessing['sums'] {
  const increments = incrementsIn(tasks).filter((task) => blend[`${task}.amount`])
  return increments.map((increment, place) => ({
    name: place === increments.length - 1 ? 'ltv.amount' : horizonOutput(daysOf(increment).toDay),
    parts: increments.slice(0, place + 1).map((part) => `${part}.amount`),
  }))
}
