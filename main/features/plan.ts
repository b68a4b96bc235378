import type { Work } from '../base/job.ts'
import type { OpenProject } from '../storage/operation.ts'
import { netAsOf, loadWorld, type World } from './world.ts'
import { dayOf, horizonsOffered, isoDay, legalCutoffs, readSpan, resolveSetup } from './setup.ts'
import type { TrainSetupInput } from './setupInput.ts'
import { skipByData } from './skips.ts'
import { hasCosts } from './store.ts'
import type { TrainPlan } from './types.ts'
import { usersWithRow } from './userRows.ts'

/** What a training would use, and what could be chosen instead. Throws what resolving the setup and loading throw. */
export function planTraining(project: OpenProject, input: TrainSetupInput, work: Work): TrainPlan {
  const { calendar } = project
  const setup = resolveSetup(project, input)
  const world = loadWorld(project, work)
  const span = readSpan(project)
  const legal = legalCutoffs(span, setup.horizonDays, setup.split)
  const cutoffDay = dayOf(calendar, setup.cutoff)
  return {
    setup,
    dataStart: isoDay(calendar, span.startDay),
    dataEnd: isoDay(calendar, span.endDay),
    earliestCutoff: isoDay(calendar, legal.earliest),
    latestCutoff: isoDay(calendar, legal.latest),
    horizonsOffered: horizonsOffered.filter((days) => days < span.endDay - span.startDay),
    weeks: countWeeks(project, world),
    hasCosts: hasCosts(project.database),
    skipped: skipByData(world, setup.tasks),
    users: usersWithRow(world.acts, netAsOf(world, cutoffDay), cutoffDay).length,
  }
}

/** Weeks of seven days from the first day of the data, without gaps, after all returns. */
function countWeeks({ calendar }: OpenProject, world: World): TrainPlan['weeks'] {
  const { acts } = world
  const net = netAsOf(world, acts.endDay)
  const weeks = Array.from({ length: Math.ceil((acts.endDay - acts.startDay) / 7) }, (_, week) => ({
    from: isoDay(calendar, acts.startDay + 7 * week),
    purchases: 0,
    spend: 0,
  }))
  for (let i = 0; i < acts.count; i++) {
    if (!(net.units[i] > 0)) continue
    const week = weeks[Math.floor((acts.day[i] - acts.startDay) / 7)]
    week.purchases++
    week.spend += net.money[i]
  }
  return weeks
}
