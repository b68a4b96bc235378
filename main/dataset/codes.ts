import { isAscii } from 'node:buffer'

/**
 * UTF-16 code units of a text, bytes where all of them are ASCII. Looking at an element costs a fraction of `charCodeAt`,
 * which finds out anew each time how the text is kept.
 */
export type Codes = Uint8Array | Uint16Array

/** A text and its code units: `codes[i]` is `text.charCodeAt(i)`. */
export interface CodedText {
  text: string
  codes: Codes
}

export const coded = (text: string): CodedText => ({ text, codes: codesOf(text) })

export function codesOf(text: string): Uint16Array<ArrayBuffer> {
  const codes = new Uint16Array(text.length)
  if (isLittleEndian) Buffer.from(codes.buffer).write(text, 'utf16le')
  else for (let i = 0; i < codes.length; i++) codes[i] = text.charCodeAt(i)
  return codes
}

const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

/** The code units of what a piece of UTF-8 was decoded to: the bytes themselves where they are ASCII. */
export function codesOfUtf8(text: string, bytes: Uint8Array): Codes {
  const rest = bytes.subarray(bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0)
  // The decoder may have kept back, or put first, a character that two pieces share: then the lengths differ.
  return text.length === rest.length && isAscii(rest) ? rest : codesOf(text)
}

/** The code units of two texts one after the other. */
export function joinedCodes(first: Codes, second: Codes): Codes {
  const length = first.length + second.length
  const areBytes = first instanceof Uint8Array && second instanceof Uint8Array
  const joined = areBytes ? new Uint8Array(length) : new Uint16Array(length)
  joined.set(first)
  joined.set(second, first.length)
  return joined
}
