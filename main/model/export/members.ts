import type { Forest } from '../boosting/forest.ts'
import type { Member } from '../types.ts'
import type { ExportedForest, MembersFile } from './types.ts'

/** Boosted trees and linear models as JSON. */
export function membersFile(members: Member[]): MembersFile {
  const file: MembersFile = { boosted: [], linear: [] }
  for (const member of members) {
    if (member.kind === 'boosted')
      file.boosted.push({ inputs: member.inputs, forests: mapNamed(member.forests, forestOf) })
    if (member.kind === 'linear') {
      const models = mapNamed(member.models, ({ weights, ...bounds }) => ({ ...bounds, weights: [...weights] }))
      file.linear.push({ models })
    }
  }
  return file
}

const forestOf = ({ base, roots, column, threshold, left, right, value }: Forest): ExportedForest => ({
  ...{ base, roots: [...roots], column: [...column], left: [...left], right: [...right], value: [...value] },
  threshold: Array.from(threshold, shortest),
})

/** The shortest decimals that a float32 comes back from: 9 digits always do. */
export function shortest(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits))
    if (Math.fround(rounded) === value) return rounded
  }
  return Number(value.toPrecision(9))
}

const mapNamed = <From, To>(named: Record<string, From>, change: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(named).map(([name, value]) => [name, change(value)]))
