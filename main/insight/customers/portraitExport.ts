import { csvCell, harmlessText } from '../../base/csv.ts'
import { writeCsvFile } from '../../base/csvFile.ts'
import type { Work } from '../../base/job.ts'
import { asOfOperation } from '../../dataset/clean/asOf.ts'
import { createKeys } from '../../features/keys.ts'
import type { OpenProject } from '../../storage/operation.ts'
import type { Ledger } from '../ledger/types.ts'
import { readerOf, vectorsOf } from './likeScope.ts'
import { chooseCustomers, type ChosenCustomers, type ListChoice } from './list.ts'
import { nameReader } from './listStore.ts'
import { iterateActTimes } from './oneStore.ts'
import { scopeOf, type Asked, type CustomerScope } from './scope.ts'
import { sourcesWithHours } from './timeOfDay.ts'
import type { PortraitForm, Trait } from './types.ts'

/** The quarters of the day that acts are counted in: 0–6, 6–12, 12–18 and 18–24 h of the project's zone. */
const dayParts = ['night', 'morning', 'afternoon', 'evening'] as const
const hoursOfPart = 24 / dayParts.length

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const headingOf = ({ name, of }: Trait): string => (of === null ? snake(name) : `${name}: ${of}`)
const shareHeadings = dayParts.map((part) => `acts_${part}`)

/** One row for each of those who are chosen; in memory there is one customer at a time, or the vectors of all. */
export const exportPortraitsOperation = asOfOperation(
  'customers.exportPortraits',
  async (
    project,
    { form, path, ...asked }: Asked & ListChoice & { form: PortraitForm; path: string },
    work,
  ): Promise<{ path: string; rows: number }> => {
    const scope = scopeOf(project, asked.filter, work)
    const chosen = chooseCustomers(project, scope, asked)
    const { specs, rows } = (form === 'table' ? tableRows : vectorRows)(project, scope, chosen, work)
    const header = ['id', ...specs.map(headingOf), ...(form === 'table' ? shareHeadings : [])]
    const written = await writeCsvFile(path, header.map((text) => csvCell(harmlessText(text))), rows, work) // prettier-ignore
    return { path, rows: written }
  },
)

interface Portraits {
  specs: Trait[]
  rows: Iterable<(string | number | null)[]>
}

/** In their own measures; what is unknown is empty. */
function tableRows(
  project: OpenProject,
  scope: CustomerScope,
  { table, places }: ChosenCustomers,
  work: Work,
): Portraits {
  const { specs, read } = readerOf(project, scope, table)
  const nameOf = nameReader(project.database)
  const acts = actsByDayPart(project, scope.ledger, work)
  const cells = new Float64Array(specs.length)
  function* rows() {
    for (const place of places) {
      const user = table.ever.user[place]
      const id = scope.ledger.users.ids[user]
      read(user, cells)
      yield [harmlessText(nameOf(id)), ...cells, ...sharesOfDay(acts, user)]
    }
  }
  return { specs, rows: rows() }
}

/** As lookalikes see them. */
function vectorRows(project: OpenProject, scope: CustomerScope, { table, places }: ChosenCustomers): Portraits {
  const { specs, values } = vectorsOf(project, scope, table)
  const nameOf = nameReader(project.database)
  function* rows() {
    for (const place of places) {
      const own = values.subarray(place * specs.length, (place + 1) * specs.length)
      yield [harmlessText(nameOf(scope.ledger.users.ids[table.ever.user[place]])), ...own]
    }
  }
  return { specs, rows: rows() }
}

const actsPerCheck = 100_000

/**
 * One pass over all acts: a look-up for each customer would cost one each. Counts by position of the user, then part; acts
 * of sources without hours are in none.
 */
function actsByDayPart(project: OpenProject, ledger: Ledger, work: Work): Uint32Array {
  const { database, calendar } = project
  const { users } = ledger
  const hasHours = sourcesWithHours(project, ledger)
  const counts = new Uint32Array(users.count * dayParts.length)
  const { at } = createKeys(users.ids)
  let seen = 0
  for (const [userId, timeMs, sourceId] of iterateActTimes(database)) {
    if (++seen % actsPerCheck === 0) {
      work.checkpoint()
      work.progress('portraits', seen, null)
    }
    const user = at(userId)
    if (user >= 0 && hasHours(sourceId, timeMs))
      counts[user * dayParts.length + Math.floor(calendar.hour(timeMs) / hoursOfPart)]++
  }
  return counts
}

function sharesOfDay(acts: Uint32Array, user: number): (number | null)[] {
  const own = Array.from(acts.subarray(user * dayParts.length, (user + 1) * dayParts.length))
  const all = own.reduce((sum, count) => sum + count, 0)
  return own.map((count) => (all > 0 ? count / all : null))
}
