import type { FileRef } from '../../../main/base/files.ts'
import type { Events, Reply } from '../../../main/contract.ts'
import type { HostEvents } from '../../../main/host/contract.ts'

/** What the app and its host tell without being asked. */
export type AllEvents = Events & HostEvents
export type EventName = keyof AllEvents

/** What brings commands to the app and its events back: Electron's preload, or HTTP to the local server. */
export interface Carrier {
  call(name: string, input: unknown): Promise<Reply>
  on<Name extends EventName>(event: Name, listener: (data: AllEvents[Name]) => void): () => void
  /** The reference under which the app can read a chosen or dropped file; uploads it where there is no path. */
  refer(file: File, progress: (share: number) => void): Promise<FileRef>
  /** Starts the download of a file that the app wrote; does nothing where files have paths. */
  download(name: string): void
}
