import { z } from 'zod'

/** A file to be read: a path that a dialog, a drop or the command line gave, or an upload of the browser host. */
export const fileRef = z.union([z.object({ path: z.string().min(1) }), z.object({ upload: z.string().min(1) })])
export type FileRef = z.infer<typeof fileRef>

/** A file to be written: a path, or a name under which the browser host offers it for download. */
export const fileTarget = z.union([z.object({ path: z.string().min(1) }), z.object({ download: z.string().min(1) })])
export type FileTarget = z.infer<typeof fileTarget>
