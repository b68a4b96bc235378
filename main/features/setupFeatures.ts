import type { Calendar } from '../base/calendar.ts'
import { fitFeatureSet, type FeatureSet, type Fitted } from './featureSet.ts'
import type { TextEncoder } from './text/encoder.ts'
import { windowTasks } from './own/ownTask.ts'
import { textChoice } from './text/textChoice.ts'
import type { TrainSetup } from './types.ts'
import type { World } from './world.ts'

/** The input columns of a setup, which says how titles are read and how long sequences are. */
export const fitFeaturesOf = (
  setup: TrainSetup,
  world: World,
  calendar: Calendar,
  limitDay: number,
  fitted: Fitted,
  pretrained: TextEncoder | null,
): FeatureSet =>
  fitFeatureSet(
    world,
    calendar,
    limitDay,
    fitted,
    textChoice(setup, pretrained),
    setup.sequenceLength,
    windowTasks(setup),
  )
