import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AssayError } from '../../base/errors.ts'
import type { FormatChanges } from '../../dataset/contract.ts'
import { naturally } from '../../dataset/recognise.ts'

/** The files of a folder in natural order, hidden ones left out; a file stands for itself. Throws `dataset.empty`. */
export function filesIn(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path]
  const names = readdirSync(path, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.startsWith('.'),
  )
  if (names.length === 0) throw new AssayError('dataset.empty', { name: path })
  return names
    .map(({ name }) => name)
    .sort(naturally)
    .map((name) => join(path, name))
}

const settingsByType = {
  text: ['encoding', 'delimiter', 'decimal', 'dates', 'dayOne', 'sheet'],
  number: ['skipRows', 'headerRows', 'earliestYear', 'latestYear', 'unpackLimitMb'],
  truth: ['header', 'foldCase'],
  texts: ['members', 'columns'],
  numbers: ['widths'],
}
/** What `--format` can say of a file. */
export const formatNames = Object.values(settingsByType).flat().join(', ')

/** `name=value`; of lists the parts are separated by commas. What a value may be, the contract checks. */
export function parseFormat(settings: string[] = []): FormatChanges {
  const parsed = settings.map((setting) => {
    const at = setting.indexOf('=')
    const [name, value] = [setting.slice(0, at), setting.slice(at + 1)]
    if (settingsByType.number.includes(name)) return [name, Number(value)]
    if (settingsByType.truth.includes(name)) return [name, value === 'true']
    if (settingsByType.texts.includes(name)) return [name, value.split(',')]
    if (settingsByType.numbers.includes(name)) return [name, value.split(',').map(Number)]
    if (settingsByType.text.includes(name)) return [name, name === 'delimiter' ? value.replaceAll('\\t', '\t') : value]
    throw new AssayError('input.invalid', { field: '--format', problem: `one of ${formatNames}, not ${setting}` })
  })
  return Object.fromEntries(parsed) as FormatChanges
}
