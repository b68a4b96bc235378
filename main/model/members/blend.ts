import type { Figures } from '../types.ts'
import { fromScale, outputFacts, toScale } from './outputs.ts'

export const memberKinds = ['network', 'boosted', 'linear'] as const
export type MemberKind = (typeof memberKinds)[number]

/** What each kind of member counts for in one output; ≥ 0, together 1. */
export type BlendWeights = Record<MemberKind, number>

/** What members of each kind say, one after the other. */
export type FiguresByKind = Record<MemberKind, Figures[]>

/** What each kind says as a whole. */
export type SaidByKind = Partial<Record<MemberKind, Figures>>

/** Members of one kind count alike: the mean of what they say, on each output's scale. */
export function joinKinds(said: FiguresByKind): SaidByKind {
  const joined: SaidByKind = {}
  for (const kind of memberKinds) {
    const names = [...new Set(said[kind].flatMap((figures) => Object.keys(figures)))]
    if (names.length === 0) continue
    joined[kind] = Object.fromEntries(
      names.map((name) => {
        const own = said[kind].filter((figures) => name in figures)
        return [
          name,
          weightedMean(
            name,
            own.map((figures) => ({ values: figures[name], weight: 1 })),
          ),
        ]
      }),
    )
  }
  return joined
}

/**
 * One figure a row from what every kind says, by `task.output`: the weighted mean on the output's scale. A row of which a
 * kind says nothing (NaN) is left to the others.
 */
export function blended(said: SaidByKind, blend: Record<string, BlendWeights>): Figures {
  const figures: Figures = {}
  for (const [name, weights] of Object.entries(blend)) {
    const kinds = memberKinds.flatMap((kind) => {
      const values = weights[kind] > 0 ? said[kind]?.[name] : undefined
      return values ? [{ values, weight: weights[kind] }] : []
    })
    if (kinds.length > 0) figures[name] = weightedMean(name, kinds)
  }
  return figures
}

function weightedMean(name: string, said: { values: Float64Array; weight: number }[]): Float64Array {
  if (said.length === 1) return said[0].values
  const { scale } = outputFacts(name)
  return said[0].values.map((_, row) => {
    let [sum, whole] = [0, 0]
    for (const { values, weight } of said) {
      if (Number.isNaN(values[row])) continue
      sum += weight * toScale(scale, values[row])
      whole += weight
    }
    return fromScale(scale, sum / whole)
  })
}
