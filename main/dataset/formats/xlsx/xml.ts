import { basename } from 'node:path'
import { SaxesParser } from 'saxes'
import { AssayError } from '../../../base/errors.ts'
import { contentOf } from '../../bytes.ts'

export interface XmlHandlers {
  /** Names come without their prefix. */
  open?(name: string, attributes: Record<string, string>): void
  text?(text: string): void
  close?(name: string): void
}

/** Walks through an XML part of a workbook; yields after each piece how many bytes were read. Throws `dataset.damaged`. */
export async function* walkXml(path: string, member: string, handlers: XmlHandlers): AsyncGenerator<number> {
  const parser = new SaxesParser({ position: false, xmlns: false as const })
  parser.on('opentag', ({ name, attributes }) => handlers.open?.(localName(name), attributes))
  parser.on('text', (text) => handlers.text?.(text))
  parser.on('closetag', ({ name }) => handlers.close?.(localName(name)))
  const decoder = new TextDecoder()
  let bytes = 0
  try {
    for await (const piece of contentOf({ path, member, compression: 'none' }, () => {})) {
      parser.write(decoder.decode(piece, { stream: true }))
      bytes += piece.length
      yield bytes
    }
    parser.write(decoder.decode()).close()
  } catch (error) {
    if (error instanceof AssayError) throw error
    throw new AssayError('dataset.damaged', { name: basename(path) }, { cause: error })
  }
}

export async function readXml(path: string, member: string, handlers: XmlHandlers): Promise<void> {
  for await (const bytes of walkXml(path, member, handlers)) void bytes
}

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}
