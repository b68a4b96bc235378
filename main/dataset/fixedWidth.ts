/** Lines looked at. */
const enough = 2000
/** Share of the lines that must be blank at a place for a column to end there. */
const blankShare = 0.98

/**
 * The widths of fixed columns, judged by the places at which (nearly) every line is blank while lines go on behind them; null
 * where lines share no such places, or their lengths say that nothing is fixed. A tab anywhere says so, too.
 */
export function sniffWidths(text: string): number[] | null {
  const all = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '')
  const lines = all.slice(0, enough).map((line) => line.trimEnd())
  if (lines.length < 2 || lines.some((line) => line.includes('\t'))) return null
  const length = Math.max(...lines.map((line) => line.length))
  const blanks = new Int32Array(length)
  for (const line of lines) {
    for (let at = 0; at < length; at++) if (at >= line.length || line[at] === ' ') blanks[at]++
  }
  const isGap = (at: number) => blanks[at] >= lines.length * blankShare
  const widths: number[] = []
  let start = 0
  for (let at = 1; at < length; at++) {
    // A column begins where a gap ends: its own gap belongs to the one before.
    if (isGap(at) || !isGap(at - 1) || isAllGap(start, at)) continue
    widths.push(at - start)
    start = at
  }
  widths.push(length - start)
  return widths.length > 1 ? widths : null

  function isAllGap(from: number, to: number): boolean {
    for (let at = from; at < to; at++) if (!isGap(at)) return false
    return true
  }
}
