const letterSize = /(?<![\p{L}\p{N}'&.-])(xxs|xs|s|m|l|xl|xxl|xxxl|xxxxl|[2-6]xl)(?![\p{L}\p{N}'&.-]|\s*[&'])/giu
const spelled: Record<string, string> = { XXL: '2XL', XXXL: '3XL', XXXXL: '4XL' }
const eastern = '[码号]'
const chineseLetterSize = new RegExp(`(?<![a-z0-9])(xxs|xs|s|m|l|xl|xxl|xxxl|xxxxl|[2-6]xl)${eastern}`, 'i')

/**
 * A size in letters, XXL spelled 2XL; null where none is named. In capitals only. A lone S, M or L counts where it is the last word, stands in
 * brackets or beside a comma or slash, after "size", or before 码 or 号: elsewhere it is an initial.
 */
export function readLetterSize(title: string): string | null {
  const chinese = chineseLetterSize.exec(title)
  if (chinese) return spell(chinese[1])
  for (const match of title.matchAll(letterSize)) {
    if (match[1] !== match[1].toUpperCase()) continue
    if (match[1].length > 1 || isSetApart(title, match.index)) return spell(match[1])
  }
  return null
}

const spell = (size: string): string => spelled[size.toUpperCase()] ?? size.toUpperCase()

function isSetApart(title: string, at: number): boolean {
  const before = title.slice(0, at)
  const after = title.slice(at + 1)
  return (
    /\bsize:?\s*$/i.test(before) ||
    /^\s*$/.test(after) ||
    (/[,/(（[-]\s*$/.test(before) && /^\s*[,/)）\]-]/.test(after))
  )
}

const numberSize =
  /(?<![\d.])(\d{2}(?:\.5)?)\s*码|(?<![a-z])(?:size|eu|eur)\.?\s*(\d{1,2}(?:\.5)?)(?![\d.]*\s*(?:x|×|\*|cm|mm|inch))(?!\d)/i

/** 42码, size 38, EU 39.5; null where there is none. The text is in lower case. */
export function readNumberSize(text: string): number | null {
  const match = numberSize.exec(text)
  return match ? Number(match[1] ?? match[2]) : null
}
