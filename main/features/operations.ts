import { readOperation } from '../storage/operation.ts'
import { planTraining } from './plan.ts'
import { resolveSetup } from './setup.ts'
import type { TrainSetupInput } from './setupInput.ts'
import { buildSideData } from './side/sideData.ts'
import { buildRefitData, buildScoringData, buildTrainingData } from './trainingData.ts'
import type { TrainSetup } from './types.ts'

export const planOperation = readOperation('features.plan', (project, input: TrainSetupInput, work) =>
  planTraining(project, input, work),
)

export const setupOperation = readOperation('features.setup', (project, input: TrainSetupInput) =>
  resolveSetup(project, input),
)

export const trainingDataOperation = readOperation('features.trainingData', (project, setup: TrainSetup, work) =>
  buildTrainingData(project, setup, work),
)

export const refitDataOperation = readOperation('features.refitData', (project, setup: TrainSetup, work) =>
  buildRefitData(project, setup, work),
)

export const scoringDataOperation = readOperation('features.scoringData', (project, setup: TrainSetup, work) =>
  buildScoringData(project, setup, work),
)

export const sideDataOperation = readOperation('features.sideData', (project, setup: TrainSetup, work) =>
  buildSideData(project, setup, work),
)

/** All of this capability, for the registry of what a project thread can be asked to do. */
export const featureOperations = [
  planOperation,
  setupOperation,
  trainingDataOperation,
  refitDataOperation,
  scoringDataOperation,
  sideDataOperation,
]
