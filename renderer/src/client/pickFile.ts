import type { FileRef } from '../../../main/base/files.ts'
import { referTo } from './client.ts'
import { pickFiles, type PickPurpose } from './pick.ts'

/** Lets the user choose one file, which the app can read then; null where none was chosen. */
export async function pickFile(
  hasDialogs: boolean,
  purpose: PickPurpose = 'data',
): Promise<{ name: string; ref: FileRef } | null> {
  const [picked] = await pickFiles(hasDialogs, purpose)
  if (!picked) return null
  return { name: picked.name, ref: 'ref' in picked ? picked.ref : await referTo(picked.file, () => {}) }
}
