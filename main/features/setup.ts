import { resolve } from 'node:path'
import type { Calendar } from '../base/calendar.ts'
import { AssayError } from '../base/errors.ts'
import type { OpenProject } from '../storage/operation.ts'
import { trainSetupInput, type TrainSetupInput } from './setupInput.ts'
import { refuseUnknownNames } from './own/unknownNames.ts'
import { resolveOwnTasks } from './own/ownTask.ts'
import { hasCosts, readCostShare, readTimeSpan } from './store.ts'
import { readModelFolder } from './text/modelFolder.ts'
import { tasks, type SplitKind, type Task, type TextSetting, type TrainSetup } from './types.ts'

/** Horizons offered, and tried as a default from the longest. */
export const horizonsOffered = [365, 180, 90, 30]
const validationShare = 0.15
const mostTrainingCutoffs = 6

/** Days since 1970-01-01 in the project's zone: the first act's, and the one after the last act's. */
export interface DataSpan {
  startDay: number
  endDay: number
}

/** Throws `features.noPurchases` for a project without acts. */
export function readSpan({ database, calendar }: OpenProject): DataSpan {
  const span = readTimeSpan(database)
  if (!span) throw new AssayError('features.noPurchases', { acts: 0 })
  return { startDay: calendar.dayNumber(span.firstMs), endDay: calendar.dayNumber(span.lastMs) + 1 }
}

/** The largest horizon that fits four times into the data; the smallest where none does. */
export function defaultHorizonDays({ startDay, endDay }: DataSpan): number {
  return horizonsOffered.find((days) => 4 * days <= endDay - startDay) ?? horizonsOffered[horizonsOffered.length - 1]
}

/**
 * Earliest and latest day that may be a cutoff: something before it (in a time split: before the training cutoff one
 * horizon earlier), the whole horizon after it. With a horizon longer than the data the earliest comes after the latest.
 */
export const legalCutoffs = ({ startDay, endDay }: DataSpan, horizonDays: number, split: SplitKind) => ({
  earliest: startDay + 1 + (split === 'time' ? horizonDays : 0),
  latest: endDay - horizonDays,
})

/** Throws `features.cutoffIllegal`, saying what would be legal. */
export function refuseIllegal(
  calendar: Calendar,
  span: DataSpan,
  cutoffDay: number,
  horizonDays: number,
  split: SplitKind,
): void {
  const { earliest, latest } = legalCutoffs(span, horizonDays, split)
  if (cutoffDay >= earliest && cutoffDay <= latest) return
  throw new AssayError('features.cutoffIllegal', {
    cutoff: isoDay(calendar, cutoffDay),
    horizonDays,
    split,
    dataStart: isoDay(calendar, span.startDay),
    dataEnd: isoDay(calendar, span.endDay),
    dataDays: span.endDay - span.startDay,
    earliest: isoDay(calendar, earliest),
    latest: isoDay(calendar, latest),
  })
}

/**
 * Fills in what was left out, by the data.
 * Throws `input.invalid` for own tasks that the data or the horizon do not fit, `features.noPurchases` without acts, `features.noCosts` for margin without costs, `features.textFolder` for a folder without a model, and `features.cutoffIllegal` where the horizon is not wholly observed, or a
 * time split would have nothing to learn from.
 */
export function resolveSetup(project: OpenProject, input: TrainSetupInput): TrainSetup {
  const chosen = trainSetupInput.parse(input)
  const { calendar } = project
  const span = readSpan(project)
  const horizonDays = chosen.horizonDays ?? defaultHorizonDays(span)
  const cutoffDay = chosen.cutoff === undefined ? span.endDay - horizonDays : dayOf(calendar, chosen.cutoff)
  const split = chosen.split === 'auto' ? fittingSplit(span, cutoffDay, horizonDays) : chosen.split
  const trainingDays = split === 'users' ? [cutoffDay] : stepsBack(span, cutoffDay - horizonDays, horizonDays)
  refuseIllegal(calendar, span, cutoffDay, horizonDays, split)
  refuseUnknownNames(project.database, chosen.own)
  const own = resolveOwnTasks(chosen.own, { calendar, cutoffDay, horizonDays })
  const wanted: Task[] = [
    ...tasks.filter((task) => (chosen.tasks ?? tasks).includes(task)),
    ...own.map(({ task }) => task),
  ]
  if (wanted.length === 0)
    throw new AssayError('input.invalid', { field: 'tasks', problem: 'at least one task, not none' })
  return {
    tasks: wanted,
    ...(own.length > 0 && { own }),
    split,
    cutoff: isoDay(calendar, cutoffDay),
    horizonDays,
    trainingCutoffs: trainingDays.map((day) => isoDay(calendar, day)),
    fold: readFold(chosen.fold ?? { k: 1, n: 5 }),
    validationShare,
    measure: chosen.measure,
    costShare: chosen.measure === 'margin' ? knownCostShare(project) : null,
    sequenceLength: 0,
    text: resolveText(chosen.text.encoder),
    seed: chosen.seed,
  }
}

/** Throws `features.textFolder` and `features.textModel` for a folder that holds no pretrained model. */
function resolveText(encoder: string): TextSetting {
  if (encoder === 'builtIn' || encoder === 'off') return { encoder, fingerprint: null }
  const folder = resolve(encoder)
  return { encoder: folder, fingerprint: readModelFolder(folder).fingerprint }
}

/** Throws `features.noCosts` where no spend has a known cost. */
function knownCostShare({ database }: OpenProject): number {
  const share = hasCosts(database) ? readCostShare(database) : 0
  if (share > 0) return share
  throw new AssayError('features.noCosts')
}

/** Time where the data span three horizons and leave a cutoff to learn at, else users. */
function fittingSplit(span: DataSpan, cutoffDay: number, horizonDays: number): SplitKind {
  const fits = span.endDay - span.startDay >= 3 * horizonDays && cutoffDay - horizonDays > span.startDay
  return fits ? 'time' : 'users'
}

/** Cutoffs from a day back in steps of half a horizon, as long as some data lie before them. */
export function stepsBack(span: DataSpan, fromDay: number, horizonDays: number, most = mostTrainingCutoffs): number[] {
  const days: number[] = []
  for (let step = 0; step < most; step++) {
    const day = fromDay - Math.round((step * horizonDays) / 2)
    if (day > span.startDay) days.push(day)
  }
  return days
}

/** The cutoffs a refit learns from: every legal one back from the end of the data, the test cutoff's own included. */
export const refitCutoffs = (span: DataSpan, horizonDays: number): number[] =>
  stepsBack(span, span.endDay - horizonDays, horizonDays, mostTrainingCutoffs + 1)

function readFold({ k, n }: { k: number; n: number }): TrainSetup['fold'] {
  if (k > n) throw new AssayError('input.invalid', { field: 'fold', problem: `k from 1 to ${n}, not ${k}` })
  return { k, n }
}

/** Throws `input.invalid` for a day the calendar does not have. */
export function dayOf(calendar: Calendar, isoDate: string): number {
  const timeMs = calendar.parseIsoDate(isoDate)
  if (timeMs === null) {
    throw new AssayError('input.invalid', { field: 'cutoff', problem: `a date like 2024-05-01, not ${isoDate}` })
  }
  return calendar.dayNumber(timeMs)
}

export const isoDay = (calendar: Calendar, day: number): string => calendar.isoDate(calendar.dayStart(day))
