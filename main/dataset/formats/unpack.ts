import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AssayError, toAssayError } from '../../base/errors.ts'
import { contentOf, type Location } from '../bytes.ts'

export const defaultUnpackLimitMb = 4096

/**
 * Gives `use` a plain file to read here and there: the file itself, or its content unpacked into a temporary folder, which is
 * removed afterwards. Throws `dataset.unpackLimit` for more than `limitMb` of content, so that a bomb fills no disk.
 */
export async function* withPlainFile<Piece>(
  location: Location,
  limitMb: number,
  use: (path: string) => AsyncGenerator<Piece>,
): AsyncGenerator<Piece> {
  if (location.member === '' && location.compression === 'none') {
    yield* use(location.path)
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'assay-unpacked-'))
  try {
    const path = join(folder, 'content')
    await unpack(location, path, limitMb)
    yield* use(path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function unpack(location: Location, path: string, limitMb: number): Promise<void> {
  let bytes = 0
  const limited = async function* () {
    for await (const piece of contentOf(location, () => {})) {
      bytes += piece.length
      if (bytes > limitMb * 1e6) refuse(location, limitMb)
      yield piece
    }
  }
  try {
    await pipeline(limited, createWriteStream(path))
  } catch (error) {
    throw toAssayError(error)
  }
}

function refuse({ path }: Location, limitMb: number): never {
  const packedMb = Math.ceil(statSync(path).size / 1e6)
  throw new AssayError('dataset.unpackLimit', { name: basename(path), limitMb, packedMb })
}
