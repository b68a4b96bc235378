import { zipOf } from './zipFiles.ts'

/** A cell: a text, a number, a truth, nothing, a number under a format, or the XML of a cell's inside with its type. */
export type XlsxCell =
  string | number | boolean | null | { number: number; format: number } | { type: string; xml: string }

export interface XlsxSheet {
  name: string
  rows: XlsxCell[][]
  hidden?: boolean
  merges?: string[]
}

/** Formats by number, from 1: a date, a date with a time of day, zeros in front, a time of day. */
const formats = ['yyyy\\-mm\\-dd', 'yyyy"年"m"月"d"日" hh:mm:ss', '000000', 'h:mm AM/PM']

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\r', '_x000D_').replaceAll('"', '&quot;')

/** A workbook as spreadsheet programs write it: shared texts, number formats, merged cells. */
export function xlsxOf(sheets: XlsxSheet[], options: { from1904?: boolean } = {}): Promise<Buffer> {
  const strings: string[] = []
  const numberOf = new Map<string, number>()
  const shared = (text: string): number => {
    const known = numberOf.get(text)
    if (known !== undefined) return known
    numberOf.set(text, strings.length)
    return strings.push(text) - 1
  }
  const cellXml = (cell: XlsxCell, reference: string): string => {
    if (cell === null) return ''
    if (typeof cell === 'string') return `<c r="${reference}" t="s"><v>${shared(cell)}</v></c>`
    if (typeof cell === 'number') return `<c r="${reference}"><v>${cell}</v></c>`
    if (typeof cell === 'boolean') return `<c r="${reference}" t="b"><v>${cell ? 1 : 0}</v></c>`
    if ('xml' in cell) return `<c r="${reference}" t="${cell.type}">${cell.xml}</c>`
    return `<c r="${reference}" s="${cell.format}"><v>${cell.number}</v></c>`
  }
  const members: Record<string, string> = {}
  sheets.forEach(({ rows, merges }, i) => {
    const rowsXml = rows.map((cells, row) => {
      const cellsXml = cells.map((cell, column) => cellXml(cell, `${columnName(column)}${row + 1}`)).join('')
      return `<row r="${row + 1}">${cellsXml}</row>`
    })
    const mergesXml = merges
      ? `<mergeCells>${merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`
      : ''
    members[`xl/worksheets/sheet${i + 1}.xml`] =
      `<?xml version="1.0"?><worksheet xmlns="${main}"><sheetData>${rowsXml.join('')}</sheetData>${mergesXml}</worksheet>`
  })
  const sheetsXml = sheets.map(
    ({ name, hidden }, i) =>
      `<sheet name="${escaped(name)}" sheetId="${i + 1}" ${hidden ? 'state="hidden" ' : ''}r:id="rId${i + 1}"/>`,
  )
  members['[Content_Types].xml'] = '<?xml version="1.0"?><Types/>'
  members['_rels/.rels'] = links([['officeDocument', 'xl/workbook.xml']])
  members['xl/workbook.xml'] =
    `<?xml version="1.0"?><workbook xmlns="${main}" xmlns:r="${relations}"><workbookPr date1904="${options.from1904 ? 1 : 0}"/><sheets>${sheetsXml.join('')}</sheets></workbook>`
  members['xl/_rels/workbook.xml.rels'] = links([
    ...sheets.map((_, i): [string, string] => ['worksheet', `worksheets/sheet${i + 1}.xml`]),
    ['styles', 'styles.xml'],
    ['sharedStrings', '/xl/sharedStrings.xml'],
  ])
  members['xl/styles.xml'] = stylesXml()
  members['xl/sharedStrings.xml'] =
    `<?xml version="1.0"?><sst xmlns="${main}">${strings.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`
  return zipOf(members)
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

const links = (targets: [string, string][]) =>
  `<?xml version="1.0"?><Relationships>${targets.map(([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${relations}/${type}" Target="${target}"/>`).join('')}</Relationships>`

function stylesXml(): string {
  const own = formats.map((code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${escaped(code)}"/>`).join('')
  const styles = [0, ...formats.map((_, i) => 164 + i)].map((id) => `<xf numFmtId="${id}"/>`).join('')
  return `<?xml version="1.0"?><styleSheet xmlns="${main}"><numFmts>${own}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${styles}</cellXfs></styleSheet>`
}

function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter
}
