import { plain, plainEmail, plainId, plainPhone } from './spelling.ts'
import { sharing, type Candidate, type Twins } from './twins.ts'

export interface UserCandidate extends Candidate {
  email: string
  phone: string
  /** Of the person. */
  fullName: string
  birthYear: number | null
}

/** Columns of a users file, by their names with nothing but letters, that hold an e-mail address, a phone, a name. */
const columns = {
  email: /e?mail|邮箱|邮件/,
  phone: /phone|mobile|^tel$|telephone|手机|电话/,
  fullName: /^(full|customer|client|user|real)?name$|^(客户|会员|用户|收货人|真实)?姓名$/,
}

export type Contacts = Pick<UserCandidate, 'email' | 'phone' | 'fullName'>

/** Takes over what the attributes of a user, as one source has them, say of these; where they say nothing, it stays. */
export function noteContacts(contacts: Contacts, attributes: Record<string, unknown>): void {
  for (const [column, value] of Object.entries(attributes)) {
    const field = fieldOf(column)
    if (field && (typeof value === 'string' || typeof value === 'number')) contacts[field] = String(value)
  }
}

const known = new Map<string, keyof Contacts | null>()

function fieldOf(column: string): keyof Contacts | null {
  let field = known.get(column)
  if (field === undefined) {
    const name = plain(column)
    field = (['email', 'phone', 'fullName'] as const).find((each) => columns[each].test(name)) ?? null
    known.set(column, field)
  }
  return field
}

/** Customers with the same id but for its writing, e-mail address, phone, or name and year of birth. */
export function* userTwins(users: UserCandidate[]): Generator<Twins> {
  yield* sharing(users, ({ name }) => plainId(name), 'id', 0.9)
  yield* sharing(users, ({ email, name }) => plainEmail(email) || plainEmail(name), 'email', 0.98)
  yield* sharing(users, ({ phone }) => plainPhone(phone), 'phone', 0.95)
  const ofBirth = ({ fullName, birthYear }: UserCandidate) => {
    const name = plain(fullName)
    return name.length < 2 || birthYear === null ? '' : `${name} ${birthYear}`
  }
  yield* sharing(users, ofBirth, 'nameAndBirthYear', 0.75)
  yield* sharing(users, ({ fullName }) => (plain(fullName).length < 5 ? '' : plain(fullName)), 'name', 0.4)
}
