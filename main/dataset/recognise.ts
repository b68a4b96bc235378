import { basename } from 'node:path'
import { AssayError } from '../base/errors.ts'
import { isGzip, readBlock, readHead, type Compression, type Location } from './bytes.ts'
import type { FormatChanges } from './contract.ts'
import { createDecoder, detectEncoding, refuseBinary } from './encoding.ts'
import { sniffJson } from './formats/json.ts'
import { listMembers } from './formats/zip.ts'
import type { Ambiguity, Container } from './types.ts'

const headBytes = 512 * 1024

/** What a file is before its rows are looked at. */
export interface Recognised {
  container: Container
  compression: Compression
  /** Members of a ZIP that are read as one table; empty where the file is no ZIP. */
  members: string[]
  /** Members that hold data, for the user to choose from. */
  candidates: string[]
  /** The first bytes of the (first) table, unpacked. */
  head: Buffer
  /** Whether `head` is all there is. */
  complete: boolean
  ambiguities: Ambiguity[]
}

/** Throws `dataset.unsupported`, `.binary`, `.encrypted`, `.oldExcel`, `.unknownMember`. */
export async function recognise(path: string, said: FormatChanges): Promise<Recognised> {
  const name = basename(path)
  const first = readBlock(path, 0, 8)
  if (startsWith(first, compoundFile)) refuseCompound(path)
  const members = startsWith(first, zip) ? (await listMembers(path)).map((member) => member.name) : []
  if (members.length > 0 && !isWorkbook(members, name)) return recogniseMembers(path, members, said)
  const one = await recogniseOne({ path, member: '', compression: isGzip(first) ? 'gzip' : 'none' })
  return { ...one, members: [], candidates: [], ambiguities: [] }
}

type RecognisedOne = Pick<Recognised, 'container' | 'compression' | 'head' | 'complete'>

async function recogniseOne(location: Location): Promise<RecognisedOne> {
  const name = location.member || basename(location.path)
  const head = await readHead(location, headBytes)
  const { compression } = location
  const complete = head.length < headBytes
  if (isGzip(head) && compression === 'none') return recogniseOne({ ...location, compression: 'gzip' })
  if (startsWith(head, compoundFile)) throw new AssayError('dataset.oldExcel', { name })
  if (startsWith(head, zip)) {
    if (head.includes('[Content_Types].xml') || head.includes('xl/'))
      return { container: 'xlsx', compression, head, complete }
    throw new AssayError('dataset.unsupported', { name, found: 'ZIP' })
  }
  if (startsWith(head, parquet) || startsWith(head, encryptedParquet)) {
    return { container: 'parquet', compression, head, complete }
  }
  if (head.subarray(257, 262).toString('latin1') === 'ustar')
    throw new AssayError('dataset.unsupported', { name, found: 'TAR' })
  refuseBinary(head, name)
  const text = createDecoder(detectEncoding(head).encoding).decode(head, { stream: true })
  return { container: sniffJson(text) ?? 'text', compression, head, complete }
}

/** Members that begin alike are parts of one table; among different ones the largest group is proposed. */
async function recogniseMembers(path: string, members: string[], said: FormatChanges): Promise<Recognised> {
  const candidates = members.filter(holdsData).sort(naturally)
  const unknown = said.members?.find((member) => !members.includes(member))
  if (unknown !== undefined || candidates.length === 0) {
    throw new AssayError('dataset.unknownMember', { member: unknown ?? '', name: basename(path) })
  }
  const groups = new Map<string, { names: string[]; one: RecognisedOne }>()
  for (const member of said.members ?? candidates) {
    const one = await recogniseOne({ path, member, compression: 'none' })
    const kind = `${one.container} ${one.compression} ${said.members ? '' : beginningOf(one)}`
    const group = groups.get(kind) ?? { names: [], one }
    group.names.push(member)
    groups.set(kind, group)
  }
  const [largest] = [...groups.values()].sort((a, b) => b.names.length - a.names.length)
  const ambiguities: Ambiguity[] =
    groups.size > 1 ? [{ code: 'members', column: null, chosen: largest.names.join(', ') }] : []
  return { ...largest.one, members: largest.names, candidates, ambiguities }
}

/** What files of one table have in common: the first line of texts; of others, being of one kind. */
function beginningOf({ container, head }: RecognisedOne): string {
  if (container !== 'text') return ''
  const [line] = createDecoder(detectEncoding(head).encoding)
    .decode(head.subarray(0, 65_536), { stream: true })
    .split(/[\r\n]/, 1)
  return /\d/.test(line) ? String(line.split(/[,;\t|]/).length) : line.trim()
}

const zip = [0x50, 0x4b, 0x03, 0x04]
const parquet = [0x50, 0x41, 0x52, 0x31]
const encryptedParquet = [0x50, 0x41, 0x52, 0x45]
const compoundFile = [0xd0, 0xcf, 0x11, 0xe0]

const startsWith = (head: Uint8Array, magic: number[]) => magic.every((byte, i) => head[i] === byte)

/** Old workbooks and encrypted new ones share a container; the latter name what they hold. */
function refuseCompound(path: string): never {
  const isEncrypted = readBlock(path, 0, 1 << 24).includes(Buffer.from('EncryptedPackage', 'utf16le'))
  throw new AssayError(isEncrypted ? 'dataset.encrypted' : 'dataset.oldExcel', { name: basename(path) })
}

function isWorkbook(members: string[], name: string): boolean {
  if (members.includes('xl/workbook.bin')) throw new AssayError('dataset.unsupported', { name, found: 'XLSB' })
  if (members.includes('mimetype') && members.includes('content.xml')) {
    throw new AssayError('dataset.unsupported', { name, found: 'ODS' })
  }
  return members.includes('[Content_Types].xml') && members.some((member) => member.startsWith('xl/'))
}

/** What archivers add is no data: resource forks, thumbnails, notes, pictures. */
function holdsData(member: string): boolean {
  const name = member.slice(member.lastIndexOf('/') + 1)
  if (
    member.startsWith('__MACOSX/') ||
    name.startsWith('.') ||
    /^(thumbs\.db|desktop\.ini|readme.*|licen[cs]e.*)$/i.test(name)
  ) {
    return false
  }
  return !/\.(pdf|docx?|pptx?|jpe?g|png|gif|svg|html?|md|xml|exe|log|sql|py|r|ipynb)$/i.test(name)
}

/** `part2` before `part10`. */
export const naturally = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true })
