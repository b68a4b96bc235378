import { text } from 'node:stream/consumers'
import { openPromise } from 'yauzl'

/** The texts of an archive by their names. */
export async function openZip(path: string): Promise<Map<string, string>> {
  const zip = await openPromise(path)
  const entries = new Map<string, string>()
  for await (const entry of zip.eachEntry())
    entries.set(entry.fileName, await text(await zip.openReadStreamPromise(entry)))
  return entries
}
