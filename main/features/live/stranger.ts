import { never } from '../catalogue.ts'
import type { World } from '../world.ts'

/**
 * The world with one more user, who has the last position: somebody the project does not know, of whom there are no acts,
 * no attributes, no contacts and no links. Columns are read of strangers as of everybody.
 */
export function withStranger(world: World): World & { stranger: number } {
  const { users, acts, people, contacts, links } = world
  const stranger = users.count
  return {
    ...world,
    stranger,
    users: { ids: longer(users.ids, 0), count: stranger + 1, at: users.at },
    acts: { ...acts, starts: longer(acts.starts, acts.starts[stranger]) },
    contacts: { ...contacts, starts: longer(contacts.starts, contacts.starts[stranger]) },
    links: { ...links, starts: longer(links.starts, links.starts[stranger]) },
    people: {
      ...people,
      registeredDay: longer(people.registeredDay, never),
      birthYear: longer(people.birthYear, NaN),
      texts: new Map([...people.texts].map(([name, values]) => [name, [...values, null]])),
      typed: new Map([...people.typed].map(([name, { as, values }]) => [name, { as, values: longer(values, NaN) }])),
    },
  }
}

function longer<Column extends Int32Array | Float64Array>(column: Column, last: number): Column {
  const Type = column.constructor as new (length: number) => Column
  const whole = new Type(column.length + 1)
  whole.set(column)
  whole[column.length] = last
  return whole
}
