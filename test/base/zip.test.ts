import { expect, test } from 'vitest'
import { fromBuffer } from 'yauzl'
import { text } from 'node:stream/consumers'
import { zipFiles } from '../../main/base/zip.ts'

/** What another program finds in an archive. */
function unzip(archive: Buffer): Promise<[string, string][]> {
  return new Promise((resolve, reject) => {
    fromBuffer(archive, { lazyEntries: true, validateEntrySizes: true }, (error, zip) => {
      if (error) return reject(error)
      const found: [string, string][] = []
      zip.on('entry', (entry) =>
        zip.openReadStream(entry, (failed, stream) => {
          if (failed) return reject(failed)
          text(stream).then((content) => {
            found.push([entry.fileName, content])
            zip.readEntry()
          }, reject)
        }),
      )
      zip.on('end', () => resolve(found))
      zip.on('error', reject)
      zip.readEntry()
    })
  })
}

test('what is zipped is what another program unzips', async () => {
  const files: [string, string][] = [
    ['model.json', '{}'],
    ['empty', ''],
    ['folder/说明.md', 'a line\n'.repeat(5000)],
  ]
  const archive = zipFiles(files.map(([name, content]) => ({ name, bytes: Buffer.from(content) })))
  expect(await unzip(archive)).toEqual(files)
  expect(archive.length).toBeLessThan(1000)
  expect(await unzip(zipFiles([]))).toEqual([])
})
