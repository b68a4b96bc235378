import { unattended } from '../../../main/base/job.ts'
import type { Engine } from '../../../main/engine/types.ts'
import type { TrainingData } from '../../../main/features/types.ts'
import { measureDrift } from '../../../main/model/calibration/drift.ts'
import type { MemberKind } from '../../../main/model/members/blend.ts'
import { defaultModelConfig, type MemberSettings } from '../../../main/model/modelConfig.ts'
import { prepare } from '../../../main/model/preparation.ts'
import { tablesOf } from '../../../main/model/tables.ts'
import { learnGroup, putTogether, type Group, type Together } from './learn.ts'

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

/** Every variant on the rows of one training. */
export async function runVariants(data: TrainingData, engine: Engine): Promise<Record<string, Together>> {
  const tables = tablesOf(data)
  const groups: Record<string, Group> = {}
  for (const [name, { members }] of Object.entries(learned)) {
    groups[name] = await learnGroup(data, { ...defaultModelConfig, members }, engine)
  }
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
