import { isoDay } from '../base/calendar.ts'
import { AssayError } from '../base/errors.ts'
import type { Work } from '../base/job.ts'
import { customerRows } from '../features/live/customerRows.ts'
import { meanRecords } from '../model/export/example.ts'
import type { RecordScores, ScoreRecord } from '../model/export/types.ts'
import { liveModel, type LiveModel } from '../model/live/liveModel.ts'
import { findKey } from '../model/live/liveStore.ts'
import { liveOperation, type OpenProject } from '../storage/operation.ts'
import { conceptOf, leadColumns } from './concepts.ts'
import { sampleShapley, type ShapleyPart } from './sampledShapley.ts'
import { explainedOutputs, type Concept, type CustomerWhy, type ExplainedOutput } from './types.ts'

/** Orders with their reverse; the rest of the noise stands beside each part. */
const pairs = 24
const seed = 1
const z95 = 1.959964

/**
 * Why a run's model says what it says of one customer: what each kind of input adds, against a customer at the training mean
 * of all inputs (Shapley values with one baseline: Sundararajan & Najmi 2020). The parts add up to the difference of the two
 * predictions. By the model that scores, as of the end of the data. Throws what `liveModel` throws, `live.unknownUser`, and
 * `live.noPurchase` for people whom another model scores.
 */
export const customerWhyOperation = liveOperation(
  'explain.customer',
  async (project, { runId, userId }: { runId: number; userId: string }, work): Promise<CustomerWhy> => {
    const live = await liveModel(project, runId, work)
    const { horizonDays } = live.run
    const dataEnd = isoDay(live.shop.world.acts.endDay - 1)
    return {
      runId,
      userId,
      horizonDays,
      dataEnd,
      ...explainRecord(live, recordOfCustomer(project, live, userId), work),
    }
  },
)

function recordOfCustomer(
  { database, calendar }: OpenProject,
  { shop, recordOf }: LiveModel,
  userId: string,
): ScoreRecord {
  const user = shop.world.users.at(findKey(database, 'user', userId))
  if (user < 0) throw new AssayError('live.unknownUser', { userId })
  const rows = customerRows(shop, shop.asOf(shop.world.acts.endDay), user, [], [], calendar)
  if (!rows) throw new AssayError('live.noPurchase', { userId })
  return recordOf(rows.user, 0)
}

function explainRecord(
  { preprocessing, scoreRecord, run }: LiveModel,
  own: ScoreRecord,
  work: Work,
): Pick<CustomerWhy, 'outputs'> {
  const typical = meanRecords(preprocessing).user
  const said = scoreRecord(own)
  const outputs = explainedOutputs.filter((output) => figureOf(said, output) !== null)
  if (!typical || outputs.length === 0) throw new AssayError('explain.unknownTask', { runId: run.runId, task: 'ltv' })
  const columns = preprocessing.columns.map(({ name, group }) => ({ name, group, concept: conceptOf({ name, group }) }))
  const concepts = [...new Set(columns.map(({ concept }) => concept)), ...(own.acts ? (['acts'] as const) : [])]
  const play = (present: Uint8Array): number[] => {
    const isOwn = new Set(concepts.filter((_, player) => present[player] === 1))
    const mixed: ScoreRecord = { ...typical, behaviour: {}, product: {}, social: {} }
    for (const { name, group, concept } of columns) {
      mixed[group][name] = (isOwn.has(concept) ? own : typical)[group][name] ?? 0
    }
    if (own.acts) Object.assign(mixed, { cutoffDay: own.cutoffDay, acts: isOwn.has('acts') ? own.acts : [] })
    const scores = scoreRecord(mixed)
    return outputs.map((output) => figureOf(scores, output) ?? NaN)
  }
  const game = { players: concepts.length, outcomes: outputs.length, play }
  const { none, all, parts } = sampleShapley(game, { pairs, seed }, work)
  return {
    outputs: outputs.map((output, o) => ({
      ...{ output, typical: none[o], predicted: all[o] },
      parts: concepts
        .map((concept, player) => ({ concept, ...standing(concept, own, typical), ...withEnds(parts[o][player]) }))
        .filter(({ low, high }) => low !== 0 || high !== 0)
        .sort((a, b) => Math.abs(b.value) - Math.abs(a.value)),
    })),
  }
}

const withEnds = ({ value, error }: ShapleyPart) => ({ value, low: value - z95 * error, high: value + z95 * error })

function figureOf(scores: RecordScores, output: ExplainedOutput): number | null {
  return (output === 'ltv' ? scores.ltv?.amount : scores.repurchase?.p) ?? null
}

/** Where the customer and the mean stand in the concept's plainest column. */
function standing(concept: Concept, own: ScoreRecord, typical: ScoreRecord) {
  const column = leadColumns[concept]
  const group = concept === 'people' ? 'social' : 'behaviour'
  if (!column || typical[group][column] === undefined) return { column: null, own: null, mean: null }
  return { column, own: own[group][column] ?? 0, mean: typical[group][column] }
}
