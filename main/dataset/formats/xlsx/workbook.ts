import { basename, posix } from 'node:path'
import { AssayError } from '../../../base/errors.ts'
import { listMembers } from '../zip.ts'
import { meaningOfBuiltIn, meaningOfFormat, type NumberMeaning } from './numberFormats.ts'
import { readXml } from './xml.ts'

export interface Sheet {
  name: string
  member: string
  hidden: boolean
  /** Of its XML, unpacked. */
  bytes: number
}

export interface Workbook {
  path: string
  sheets: Sheet[]
  from1904: boolean
  /** What numbers mean, by the style of their cell. */
  styles: NumberMeaning[]
  /** Texts that cells refer to by number. */
  strings: string[]
}

/** Characters of shared texts that are held in memory; sheets themselves stream. */
const mostCharacters = 300_000_000

/** Throws `dataset.damaged`, and `dataset.workbookLimit` for more text than is held in memory. */
export async function openWorkbook(path: string): Promise<Workbook> {
  const members = new Map((await listMembers(path)).map(({ name, bytes }) => [name, bytes]))
  const links = await readLinks(path, '_rels/.rels', '', members)
  const main = [...links.values()].find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml'
  if (!members.has(main)) throw new AssayError('dataset.damaged', { name: basename(path) })
  const folder = posix.dirname(main)
  const parts = await readLinks(path, `${folder}/_rels/${posix.basename(main)}.rels`, folder, members)
  const partOf = (type: string) => [...parts.values()].find((part) => part.type.endsWith(type))?.target
  const { sheets, from1904 } = await readMain(path, main)
  const [styles, strings] = [partOf('/styles'), partOf('/sharedStrings')]
  return {
    path,
    from1904,
    sheets: sheets.flatMap(({ name, link, hidden }) => {
      const part = parts.get(link)
      const isSheet = part?.type.endsWith('/worksheet') && members.has(part.target)
      return part && isSheet ? [{ name, hidden, member: part.target, bytes: members.get(part.target) ?? 0 }] : []
    }),
    styles: styles && members.has(styles) ? await readStyles(path, styles) : [],
    strings: strings && members.has(strings) ? await readStrings(path, strings) : [],
  }
}

/** The links of one part of the workbook to others, by id; targets as names of members. */
async function readLinks(path: string, member: string, folder: string, members: Map<string, number>) {
  const links = new Map<string, { type: string; target: string }>()
  if (!members.has(member)) return links
  await readXml(path, member, {
    open(name, { Id, Type, Target }) {
      if (name !== 'Relationship' || !Id || !Target) return
      links.set(Id, {
        type: Type ?? '',
        target: posix.join(Target.startsWith('/') ? '' : folder, Target).replace(/^\//, ''),
      })
    },
  })
  return links
}

async function readMain(path: string, member: string) {
  const sheets: { name: string; link: string; hidden: boolean }[] = []
  let from1904 = false
  await readXml(path, member, {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes.date1904 ?? '')
      if (name !== 'sheet') return
      const link = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? ''
      sheets.push({ name: attributes.name ?? '', link, hidden: (attributes.state ?? 'visible') !== 'visible' })
    },
  })
  return { sheets, from1904 }
}

async function readStyles(path: string, member: string): Promise<NumberMeaning[]> {
  const custom = new Map<number, NumberMeaning>()
  const styles: NumberMeaning[] = []
  let inCells = false
  await readXml(path, member, {
    open(name, { numFmtId, formatCode }) {
      if (name === 'numFmt') custom.set(Number(numFmtId), meaningOfFormat(formatCode ?? ''))
      if (name === 'cellXfs') inCells = true
      if (name === 'xf' && inCells) styles.push(custom.get(Number(numFmtId)) ?? meaningOfBuiltIn(Number(numFmtId)))
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  })
  return styles
}

async function readStrings(path: string, member: string): Promise<string[]> {
  const strings: string[] = []
  let characters = 0
  let text = ''
  let inText = false
  let inPhonetic = false
  await readXml(path, member, {
    open(name) {
      if (name === 'si') text = ''
      if (name === 'rPh') inPhonetic = true
      if (name === 't') inText = !inPhonetic
    },
    text(more) {
      if (inText) text += more
    },
    close(name) {
      if (name === 't') inText = false
      if (name === 'rPh') inPhonetic = false
      if (name !== 'si') return
      strings.push(unescapeText(text))
      characters += text.length
      if (characters <= mostCharacters) return
      throw new AssayError('dataset.workbookLimit', { name: basename(path), limit: mostCharacters / 1e6 })
    },
  })
  return strings
}

/** Characters that XML can't hold stand as `_x000D_`. */
export const unescapeText = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    : text
