import { actType } from '../../features/acts.ts'
import { scaledLimit } from '../../features/scaling.ts'
import { inputGroups } from '../../features/types.ts'
import type { Vocabulary } from '../../features/vocabulary.ts'
import { outputFacts, outputsIn } from '../members/outputs.ts'
import { headPart } from '../network/heads.ts'
import { largestSigma, smallestSigma } from '../network/losses.ts'
import { entityOf, type ModelArtifact } from '../types.ts'
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
    blend,
    calibration,
    conformal,
  }
}

/** Outputs that some member speaks of. */
function outputsOfModel({ tasks, labelUnits, blend }: ModelArtifact): Record<string, ExportedOutput> {
  const outputs: Record<string, ExportedOutput> = {}
  for (const { task, name } of outputsIn(tasks)) {
    if (!blend[name]) continue
    const output = name.slice(task.length + 1)
    const { scale, objective, unit } = outputFacts[name]
    const { first, reads, unit: headUnit } = headPart(task, output)
    outputs[name] = {
      ...{ task, output, entity: entityOf[task], scale, link: objective.link, linkUnit: unit(labelUnits) },
      head: { first, reads, smallestSigma, largestSigma },
      labelUnit: headUnit(labelUnits),
    }
  }
  return outputs
}
