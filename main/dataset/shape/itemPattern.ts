import { AssayError } from '../../base/errors.ts'

/** An item that is longer than this is none. */
const longestItem = 1000

type Part =
  { kind: 'column'; name: string; number: boolean } | { kind: 'text' | 'blank' | 'open' | 'close'; text: string }

/**
 * Compiles `{sku}[ x{quantity:number}]`: names in braces are columns, `:number` takes digits with marks alone, what stands
 * in square brackets may be missing, all else stands as it is. Blanks may be more, fewer or, where anything else tells the
 * columns apart, none. Throws `shape.pattern`.
 */
export function compileItemPattern(pattern: string): { columns: string[]; match(item: string): string[] | null } {
  const parts = cutPattern(pattern)
  refuseBadOrder(pattern, parts)
  const source = parts.map((_, i) => sourceOf(parts, i)).join('')
  const columns = parts.flatMap((part) => (part.kind === 'column' ? [part.name] : []))
  const whole = new RegExp(`^${source}$`, 'su')
  return {
    columns,
    match(item) {
      const found = item.length > longestItem ? null : whole.exec(item)
      return found ? columns.map((_, i) => (found[i + 1] ?? '').trim()) : null
    },
  }
}

const refusal = (pattern: string, expected: string) => new AssayError('shape.pattern', { pattern, expected })

function cutPattern(pattern: string): Part[] {
  const pieces = pattern.match(/\{[^}]*\}?|\[|\]|\s+|[^{[\]\s]+/g) ?? []
  return pieces.map((text): Part => {
    if (text === '[') return { kind: 'open', text }
    if (text === ']') return { kind: 'close', text }
    if (/^\s/.test(text)) return { kind: 'blank', text }
    if (!text.startsWith('{')) return { kind: 'text', text }
    const column = /^\{([^{}:]+)(:number)?\}$/.exec(text)
    if (!column) throw refusal(pattern, '{name} or {name:number}')
    return { kind: 'column', name: column[1], number: column[2] !== undefined }
  })
}

function refuseBadOrder(pattern: string, parts: Part[]): void {
  const seen = new Set<string>()
  let open = 0
  let last: Part['kind'] | null = null
  for (const part of parts) {
    if (part.kind === 'open') open++
    else if (part.kind === 'close') open--
    else if (part.kind !== 'column') last = part.kind
    else {
      if (seen.has(part.name)) throw refusal(pattern, `{${part.name}} once`)
      if (last === 'column') throw refusal(pattern, `something between the columns before {${part.name}}`)
      seen.add(part.name)
      last = 'column'
    }
    if (open < 0) throw refusal(pattern, '[ before ]')
  }
  if (open > 0) throw refusal(pattern, '] after [')
  if (seen.size === 0) throw refusal(pattern, 'a column such as {sku}')
}

function sourceOf(parts: Part[], i: number): string {
  const part = parts[i]
  switch (part.kind) {
    case 'open':
      return '(?:'
    case 'close':
      return ')?'
    case 'text':
      return `\\s*${escaped(part.text)}\\s*`
    case 'blank':
      return parts[i - 1]?.kind === 'column' && parts[i + 1]?.kind === 'column' ? '\\s+' : '\\s*'
    case 'column':
      return part.number ? '([-+]?[\\d.,]*\\d)' : textAfter(parts[i - 1])
  }
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()|/}]/g, '\\$&')

/** A text holds no mark like the one right before it, so that `Tea (big) (T1)` ends with T1 in brackets. */
function textAfter(before: Part | undefined): string {
  const mark = before?.kind === 'text' ? (before.text.at(-1) ?? '') : ''
  if (mark === '' || /[\p{L}\p{N}]/u.test(mark)) return '(.+?)'
  return `([^${/[\\\]^-]/.test(mark) ? `\\${mark}` : mark}]+?)`
}
