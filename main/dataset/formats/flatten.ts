/** A value that JSON or Parquet can hold. */
export type Nested =
  string | number | bigint | boolean | null | undefined | Uint8Array | Date | Nested[] | { [key: string]: Nested }

/** Between the values of a list in one cell. */
const listMark = ';'
/** MongoDB's exports wrap ids, times and large numbers. */
const wrappers = new Set(['$oid', '$date', '$numberLong', '$numberInt', '$numberDouble', '$numberDecimal'])

const decoder = new TextDecoder('utf-8', { fatal: true })

/**
 * The cells of a nested object: `{ user: { id: 7 }, tags: ['a', 'b'] }` gives `user.id` 7 and `tags` a;b. Lists of objects
 * stay JSON.
 */
export function flatten(
  object: { [key: string]: Nested },
  put: (name: string, text: string) => void,
  prefix = '',
): void {
  for (const key of Object.keys(object)) {
    const value = object[key]
    const name = prefix + (key === '' ? '(empty)' : key)
    if (!isObject(value)) put(name, textOf(value))
    else {
      const inner = unwrapped(value)
      if (inner === undefined) flatten(value, put, `${name}.`)
      else if (isObject(inner)) flatten(inner, put, `${name}.`)
      else put(name, textOf(inner))
    }
  }
}

/** A value as a CSV would write it: numbers in their shortest form, large ones to the last digit; nothing for null. */
export function textOf(value: Nested): string {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return textOfBytes(value)
  if (Array.isArray(value)) {
    if (value.some((each) => isObject(each) || Array.isArray(each))) return toJson(value)
    return value.map(textOf).join(listMark)
  }
  return typeof value === 'object' ? toJson(value) : String(value)
}

/** Bytes that are no text, such as those of an id, as hexadecimal digits. */
function textOfBytes(bytes: Uint8Array): string {
  if (!bytes.some((byte) => byte < 9)) {
    try {
      return decoder.decode(bytes)
    } catch {
      // no UTF-8
    }
  }
  return Buffer.from(bytes).toString('hex')
}

const isObject = (value: Nested): value is { [key: string]: Nested } =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Uint8Array) &&
  !(value instanceof Date)

function unwrapped(object: { [key: string]: Nested }): Nested {
  const keys = Object.keys(object)
  return keys.length === 1 && wrappers.has(keys[0]) ? object[keys[0]] : undefined
}

const toJson = (value: Nested): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'bigint' || each instanceof Uint8Array ? textOf(each) : each,
  )
