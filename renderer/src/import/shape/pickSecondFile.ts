import type { FileRef } from '../../../../main/base/files.ts'
import { referTo } from '../../client/client.ts'
import { pickFiles } from '../../client/pick.ts'

/** Lets the user choose one file beside the one that is imported; null where none was chosen. */
export async function pickSecondFile(hasDialogs: boolean): Promise<{ name: string; ref: FileRef } | null> {
  const [picked] = await pickFiles(hasDialogs)
  if (!picked) return null
  return { name: picked.name, ref: 'ref' in picked ? picked.ref : await referTo(picked.file, () => {}) }
}
