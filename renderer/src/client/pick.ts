import type { FileRef } from '../../../main/base/files.ts'
import { call, type Input } from './client.ts'

/** A file that was pointed at: one of the browser's, still to be referred to, or one the app can read already. */
export type PickedFile = { name: string; file: File } | { name: string; ref: FileRef }

/** What is looked for, so that a dialog shows it first. */
export type PickPurpose = Exclude<Input<'host.pickFiles'>['purpose'], 'project'>

/** Lets the user choose files: by the system's dialog where the host has one, otherwise by the browser's. */
export async function pickFiles(hasDialogs: boolean, purpose: PickPurpose = 'data'): Promise<PickedFile[]> {
  if (!hasDialogs) return pickInBrowser()
  const refs = await call('host.pickFiles', { purpose })
  return refs.map((ref) => ({ name: nameOf(ref), ref }))
}

function pickInBrowser(): Promise<PickedFile[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = true
    input.addEventListener('change', () => resolve(fromFiles(input.files)))
    input.addEventListener('cancel', () => resolve([]))
    input.click()
  })
}

export const fromFiles = (files: FileList | null | undefined): PickedFile[] =>
  [...(files ?? [])].map((file) => ({ name: file.name, file }))

const nameOf = (ref: FileRef) => ('path' in ref ? (ref.path.split(/[\\/]/).at(-1) ?? ref.path) : ref.upload)
