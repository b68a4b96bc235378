import { csvCell, harmlessText } from '../../base/csv.ts'
import { writeCsvFile } from '../../base/csvFile.ts'
import { asOfOperation } from '../../dataset/clean/asOf.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { readerOf, vectorsOf } from './likeScope.ts'
import { chooseCustomers, type ChosenCustomers, type ListChoice } from './list.ts'
import { nameReader } from './listStore.ts'
import { hourReader } from './oneStore.ts'
import { scopeOf, type Asked, type CustomerScope } from './scope.ts'
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
    const { specs, rows } = (form === 'table' ? tableRows : vectorRows)(project, scope, chosen)
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
function tableRows(project: OpenProject, scope: CustomerScope, { table, places }: ChosenCustomers): Portraits {
  const { specs, read } = readerOf(project, scope, table)
  const nameOf = nameReader(project.database)
  const hoursOf = hourReader(project.database, project.calendar)
  const cells = new Float64Array(specs.length)
  function* rows() {
    for (const place of places) {
      const user = table.ever.user[place]
      const id = scope.ledger.users.ids[user]
      read(user, cells)
      yield [harmlessText(nameOf(id)), ...cells, ...sharesOfDay(hoursOf(id))]
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

function sharesOfDay(hours: number[]): (number | null)[] {
  const all = hours.reduce((sum, count) => sum + count, 0)
  return dayParts.map((_, part) => {
    const own = hours.slice(part * hoursOfPart, (part + 1) * hoursOfPart)
    return all > 0 ? own.reduce((sum, count) => sum + count, 0) / all : null
  })
}
