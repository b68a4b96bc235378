import { countParts } from '../skips.ts'
import { part, type ExampleTable, type SideTable, type SkippedSideTable } from '../types.ts'

/** The fewest rows, and rows with something to find, that a side table is learned and judged with. */
export const fewestSideRows = { train: 50, validation: 10, test: 10 } as const
export const fewestSidePositives = { train: 10, validation: 3, test: 3 } as const

/** The label that something must happen in, by side table. */
const labelOf = { cold: 'repurchase', launches: 'units', conquest: 'bought' } as const satisfies Record<
  SideTable,
  string
>

/** What keeps a side table from being learned; null where nothing does. */
export function obstacleTo(name: SideTable, table: ExampleTable): SkippedSideTable['reason'] | null {
  if (table.rows === 0) return 'noRows'
  const rows = countParts(table)
  const positives = { train: 0, validation: 0, test: 0 }
  const label = table.labels[labelOf[name]]
  for (const place of ['train', 'validation', 'test'] as const) {
    for (let row = 0; row < table.rows; row++)
      if (table.parts[row] === part[place] && label[row] > 0) positives[place]++
    if (rows[place] < fewestSideRows[place]) return 'tooFewRows'
  }
  const isShort = (place: keyof typeof positives) => positives[place] < fewestSidePositives[place]
  return isShort('train') || isShort('validation') || isShort('test') ? 'tooFewPositives' : null
}
