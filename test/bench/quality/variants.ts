import { unattended } from '../../../main/base/job.ts'
import type { Engine } from '../../../main/engine/types.ts'
import { pickRows } from '../../../main/features/exampleTable.ts'
import { part, type Entity, type TrainingData } from '../../../main/features/types.ts'
import { calibrateOn } from '../../../main/model/calibration/calibrate.ts'
import { coverageOf } from '../../../main/model/calibration/conformal.ts'
import { measureDrift, withDrift } from '../../../main/model/calibration/drift.ts'
import { blended, joinKinds, type MemberKind, type SaidByKind } from '../../../main/model/members/blend.ts'
import { fitBlend } from '../../../main/model/members/blendWeights.ts'
import { fitMembers } from '../../../main/model/members/fitMembers.ts'
import { ensembleOf, prepare } from '../../../main/model/preparation.ts'
import { calibrated } from '../../../main/model/calibration/apply.ts'
import { runMembers } from '../../../main/model/runningModel.ts'
import { mapEntities, rowsIn, tablesOf, type Tables } from '../../../main/model/tables.ts'
import { defaultModelConfig, type MemberSettings } from '../../../main/model/modelConfig.ts'
import type { Figures, ModelArtifact } from '../../../main/model/types.ts'

const alone = { networks: 0, boosted: false, linear: false }

/** Members that are learned apart from each other, so that every variant can be put together from them. */
const learned: Record<string, { kind: MemberKind; members: MemberSettings }> = {
  oneNetwork: { kind: 'network', members: { ...alone, networks: 1 } },
  networks: { kind: 'network', members: { ...alone, networks: defaultModelConfig.members.networks } },
  boosted: { kind: 'boosted', members: { ...alone, boosted: true } },
  linear: { kind: 'linear', members: { ...alone, linear: true } },
}

export const variants: Record<string, (keyof typeof learned)[]> = {
  '1 network': ['oneNetwork'],
  [`${defaultModelConfig.members.networks} networks`]: ['networks'],
  'trees only': ['boosted'],
  'lines only': ['linear'],
  'trees + lines': ['boosted', 'linear'],
  'networks + trees': ['networks', 'boosted'],
  'networks + trees + lines': ['networks', 'boosted', 'linear'],
}

/** What one group of members came to on one training's rows. */
interface Group {
  said: SaidByKind
  tested: SaidByKind
  rows: Partial<Record<Entity, Int32Array>>
  cpuSeconds: number
}

export interface VariantResult {
  /** By `task.output`, calibrated, of the test rows in their order. */
  figures: Figures
  cpuSeconds: number
  coverage: number | null
  blend: ModelArtifact['blend']
}

/** Every variant on the rows of one training. */
export async function runVariants(data: TrainingData, engine: Engine): Promise<Record<string, VariantResult>> {
  const tables = tablesOf(data)
  const groups: Record<string, Group> = {}
  for (const [name, { members }] of Object.entries(learned)) groups[name] = await learnGroup(data, members, engine)
  const preparation = prepare(tables, data, defaultModelConfig)
  const drift = measureDrift(preparation, groups.linear.said.linear, data, unattended)
  return Object.fromEntries(
    Object.entries(variants).map(([name, parts]) => [
      name,
      putTogether(
        parts.map((own) => groups[own]),
        data,
        tables,
        drift,
      ),
    ]),
  )
}

async function learnGroup(data: TrainingData, members: MemberSettings, engine: Engine): Promise<Group> {
  const tables = tablesOf(data)
  const started = process.cpuUsage()
  const preparation = prepare(tables, data, { ...defaultModelConfig, members })
  const { members: fitted, said, rows } = await fitMembers(preparation, engine, unattended)
  const { user, system } = process.cpuUsage(started)
  const running = runMembers(engine, ensembleOf(preparation, fitted))
  const test = mapEntities(tables, (table) => pickRows(table, rowsIn(table, part.test)))
  const tested = joinKinds(await running.predict(test))
  running.dispose()
  return { said, tested, rows, cpuSeconds: (user + system) / 1e6 }
}

function putTogether(
  groups: Group[],
  data: TrainingData,
  tables: Tables,
  drift: Record<string, number>,
): VariantResult {
  const join = (of: 'said' | 'tested') => Object.assign({}, ...groups.map((group) => group[of])) as SaidByKind
  const { tasks } = data
  // Of the rows set aside, those of which every kind spoke: the fewest.
  const rows = mapEntities(tables, (_, entity) =>
    groups
      .map((group) => group.rows[entity] ?? new Int32Array(0))
      .reduce((fewest, own) => (own.length < fewest.length ? own : fewest)),
  )
  const blend = fitBlend(tasks, tables, join('said'))
  const fitted = calibrateOn(rows, tasks, tables, blended(join('said'), blend))
  const calibration = withDrift(fitted.calibration, drift)
  const figures = calibrated({ ...fitted, calibration }, blended(join('tested'), blend))
  const intervals = fitted.conformal['ltv.amount']
  const actual = Float64Array.from(rowsIn(data.users, part.test), (row) => data.users.labels.ltv[row])
  return {
    figures,
    blend,
    cpuSeconds: groups.reduce((sum, group) => sum + group.cpuSeconds, 0),
    coverage: intervals && figures['ltv.amount'] ? coverageOf(intervals, figures['ltv.amount'], actual) : null,
  }
}
