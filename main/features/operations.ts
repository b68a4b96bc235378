import { readOperation, writeOperation } from '../storage/operation.ts'
import { countOwnTask } from './own/countOwnTask.ts'
import type { OwnTaskInput } from './own/ownTaskInput.ts'
import { deleteOwnTask, putOwnTask } from './own/ownTaskStore.ts'
import type { OwnTask } from './own/types.ts'
import { refuseUnknownNames } from './own/unknownNames.ts'
import { planTraining } from './plan.ts'
import { resolveSetup } from './setup.ts'
import type { TrainSetupInput } from './setupInput.ts'
import { buildSideData } from './side/sideData.ts'
import { readAhead } from './text/readAhead.ts'
import { buildRefitData, buildScoringData, buildTrainingData } from './trainingData.ts'
import type { TrainSetup } from './types.ts'

export const planOperation = readOperation('features.plan', (project, input: TrainSetupInput, work) =>
  planTraining(project, input, work),
)

export const setupOperation = readOperation('features.setup', (project, input: TrainSetupInput) =>
  resolveSetup(project, input),
)

export const countOwnTaskOperation = readOperation(
  'features.countOwnTask',
  (project, input: { setup: TrainSetupInput; own: OwnTaskInput }, work) => countOwnTask(project, input, work),
)

export const putOwnTaskOperation = writeOperation('features.putOwnTask', ({ database }, own: OwnTask) => {
  refuseUnknownNames(database, [own])
  return putOwnTask(database, own)
})

export const deleteOwnTaskOperation = writeOperation(
  'features.deleteOwnTask',
  ({ database }, { ownTaskId }: { ownTaskId: number }) => deleteOwnTask(database, ownTaskId),
)

export const trainingDataOperation = readOperation('features.trainingData', async (project, setup: TrainSetup, work) =>
  buildTrainingData(project, setup, work, await readAhead(project, setup, false, work)),
)

export const refitDataOperation = readOperation('features.refitData', async (project, setup: TrainSetup, work) =>
  buildRefitData(project, setup, work, await readAhead(project, setup, false, work)),
)

export const scoringDataOperation = readOperation('features.scoringData', async (project, setup: TrainSetup, work) =>
  buildScoringData(project, setup, work, await readAhead(project, setup, false, work)),
)

export const sideDataOperation = readOperation('features.sideData', async (project, setup: TrainSetup, work) =>
  buildSideData(project, setup, work, await readAhead(project, setup, false, work)),
)

/** Reads titles with a pretrained model and keeps the vectors, so that building rows need not; nothing for any other setup. */
export const textVectorsOperation = writeOperation('features.textVectors', async (project, setup: TrainSetup, work) => {
  await readAhead(project, setup, true, work)
})

/** All of this capability, for the registry of what a project thread can be asked to do. */
export const featureOperations = [
  planOperation,
  setupOperation,
  countOwnTaskOperation,
  putOwnTaskOperation,
  deleteOwnTaskOperation,
  textVectorsOperation,
  trainingDataOperation,
  refitDataOperation,
  scoringDataOperation,
  sideDataOperation,
]
