/** One element of a JSON array, or one of several values after each other, as it stands in the file. */
export interface JsonElement {
  text: string
  line: number
  /** Longer than any row is: its text is cut. */
  tooLong: boolean
  /** The file ends within it. */
  cut: boolean
}

const longest = 10_000_000
const [quote, backslash, comma, newline] = [34, 92, 44, 10]
const [openBrace, closeBrace, openBracket, closeBracket] = [123, 125, 91, 93]

/**
 * Cuts JSON into the elements of its first array of objects, wherever that stands (`[{…}]`, `{ "data": [{…}] }`), or, for values one
 * after the other (`{…} {…}`, `atDepth` 0), into these. Text comes in pieces; an element is given once it is closed.
 */
export function createElementSplitter(atDepth: 0 | null): { push(text: string, last: boolean): JsonElement[] } {
  let depthOfElements: number | null = atDepth
  let ended = false
  const open: number[] = []
  let inString = false
  let escaped = false
  let line = 1
  let startLine = 1
  let pending = '' // what earlier pieces held of the element that is open
  let isOpen = false
  let tooLong = false

  function take(rest: string, cut: boolean): JsonElement {
    const element = { text: pending + rest, line: startLine, tooLong, cut }
    pending = ''
    isOpen = false
    tooLong = false
    return element
  }

  return {
    push(text, last) {
      const found: JsonElement[] = []
      let start = 0
      const close = (end: number) => {
        if (!isOpen) return
        const element = take(text.slice(start, end), false)
        if (element.text.trim() !== '') found.push(element)
      }
      for (let i = 0; i < text.length && !ended; i++) {
        const code = text.charCodeAt(i)
        if (code === newline) line++
        if (inString) {
          if (escaped) escaped = false
          else if (code === backslash) escaped = true
          else if (code === quote) inString = false
          continue
        }
        if (code <= 32) continue
        const isClosing = code === closeBrace || code === closeBracket
        if (isClosing && open.length === depthOfElements) {
          close(i)
          ended = true
          break
        }
        if (code === openBrace && depthOfElements === null && open.at(-1) === openBracket) depthOfElements = open.length
        if (code === comma && open.length === depthOfElements) {
          close(i)
          continue
        }
        if (open.length === depthOfElements && !isOpen) {
          isOpen = true
          start = i
          startLine = line
        }
        if (code === quote) inString = true
        else if (code === openBrace || code === openBracket) open.push(code)
        else if (isClosing) {
          open.pop()
          if (open.length === depthOfElements) close(i + 1)
        }
      }
      if (isOpen) {
        if (pending.length < longest) pending += text.slice(start, start + longest)
        else tooLong = true
        if (last) found.push(take('', true))
      }
      return found
    },
  }
}
