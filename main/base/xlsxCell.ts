import type { Cell } from 'exceljs'

/** What stands in a cell: `day` is YYYY-MM-DD, `time` milliseconds that are read as UTC, `year` a number without groups. */
export type SheetKind = 'text' | 'number' | 'count' | 'money' | 'percent' | 'day' | 'time' | 'year'

const formats: Record<SheetKind, string> = {
  text: 'General',
  number: '#,##0.####',
  count: '#,##0',
  money: '#,##0.00',
  percent: '0.0%',
  day: 'yyyy-mm-dd',
  time: 'yyyy-mm-dd hh:mm:ss',
  year: '0',
}

const dayStart = (day: string): number => Date.parse(`${day}T00:00:00Z`)

/** Numbers and days as such; words as text, which no program computes: one that looks like a formula stays so when edited. */
export function putCell(cell: Cell, value: string | number | null, kind: SheetKind): void {
  if (value === null || value === '') return
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return
    cell.value = kind === 'time' ? new Date(value) : value
    cell.numFmt = formats[kind === 'text' || kind === 'day' ? 'number' : kind]
  } else if (kind === 'day' && Number.isFinite(dayStart(value))) {
    cell.value = new Date(dayStart(value))
    cell.numFmt = formats.day
  } else {
    // eslint-disable-next-line no-control-regex
    cell.value = value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').slice(0, 32_767)
    if (/^[=+\-@\t\r]/.test(value)) cell.numFmt = '@'
  }
}
