/** The items of a JSON array of objects (or of one object): the members asked for, as texts; null for what is no object. */
export function readJsonItems(
  cell: string,
  members: string[],
  writeNumber: (value: number) => string,
): (string[] | null)[] {
  const text = cell.trim()
  if (text === '' || text === 'null') return []
  const paths = members.map((member) => member.split('.'))
  let parsed: unknown
  try {
    parsed = JSON.parse(text, keepLongIds)
  } catch {
    return [null] // the whole list is one item that can't be read: the row is a reject
  }
  const items = Array.isArray(parsed) ? parsed : [parsed]
  return items.map((item) => (isObject(item) ? paths.map((path) => asText(memberAt(item, path), writeNumber)) : null))
}

/** Digits beyond what a double holds are ids: they stay as they are written. */
function keepLongIds(_: string, value: unknown, { source }: { source?: string } = {}): unknown {
  const long = typeof value === 'number' && !Number.isSafeInteger(value) && source && /^\d+$/.test(source)
  return long ? source : value
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function memberAt(item: unknown, path: string[]): unknown {
  let value = item
  for (const name of path) value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
  return value
}

function asText(value: unknown, writeNumber: (value: number) => string): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return writeNumber(value)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
