import type { Engine } from '../../engine/types.ts'
import { pickRows } from '../../features/exampleTable.ts'
import type { MemberSettings } from '../modelConfig.ts'
import { runMembers, type Ensemble } from '../runningModel.ts'
import { mapEntities, type Tables } from '../tables.ts'
import { entityOfOutput, type Member } from '../types.ts'
import { rowsAside } from './aside.ts'
import { joinKinds, memberKinds, type SaidByKind } from './blend.ts'

/** Adds to `said` what an ensemble says of the rows that a round set aside. */
export async function listen(said: SaidByKind, ensemble: Ensemble, round: Tables, engine: Engine): Promise<void> {
  const rows = rowsAside(round)
  const picked = mapEntities(round, (table, entity) => pickRows(table, rows[entity] ?? new Int32Array(0)))
  const model = runMembers(engine, ensemble)
  const own = joinKinds(await model.predict(picked))
  model.dispose()
  for (const kind of memberKinds) {
    for (const [name, values] of Object.entries(own[kind] ?? {})) {
      const entity = entityOfOutput(name)
      const whole = ((said[kind] ??= {})[name] ??= new Float64Array(round[entity]?.rows ?? 0).fill(NaN))
      rows[entity]?.forEach((row, i) => (whole[row] = values[i]))
    }
  }
}

/** What members that learned in rounds say of each round's rows by those alone that learned in it, without these rows. */
export async function hearRounds(ensemble: Ensemble, rounds: Tables[], engine: Engine): Promise<SaidByKind> {
  const said: SaidByKind = {}
  const groups = membersByRound(ensemble.members, ensemble.config.members, rounds.length)
  for (const [round, members] of groups.entries()) await listen(said, { ...ensemble, members }, rounds[round], engine)
  return said
}

/** The members of a tested ensemble by the round that they learned in. Throws for members that no such rounds leave. */
export function membersByRound(members: Member[], settings: MemberSettings, rounds: number): Member[][] {
  let next = 0
  const groups = Array.from({ length: rounds }, (_, round) => {
    const kinds = [
      ...(round < settings.networks ? (['network'] as const) : []),
      ...(settings.boosted ? (['boosted'] as const) : []),
      ...(settings.linear ? (['linear'] as const) : []),
    ]
    return kinds.map((kind) => {
      const member = members[next++]
      if (member?.kind !== kind) throw new Error(`expected a ${kind} member of round ${round}, found ${member?.kind}`)
      return member
    })
  })
  if (next !== members.length) throw new Error(`expected ${next} members, found ${members.length}`)
  return groups
}
