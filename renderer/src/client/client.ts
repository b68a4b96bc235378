import type { FileRef, FileTarget } from '../../../main/base/files.ts'
import type { InputOf, ResultOf } from '../../../main/base/command.ts'
import type { Commands } from '../../../main/contract.ts'
import type { HostCommands } from '../../../main/host/contract.ts'
import type { AllEvents, Carrier, EventName } from './carrier.ts'
import { fromErrorData } from './error.ts'
import { createHttpCarrier } from './http.ts'
import { createIpcCarrier } from './ipc.ts'

export type AllCommands = Commands & HostCommands
export type CommandName = keyof AllCommands
export type Input<Name extends CommandName> = InputOf<AllCommands[Name]>
export type Result<Name extends CommandName> = ResultOf<AllCommands[Name]>

let carrier: Carrier | null = null

function carry(): Carrier {
  carrier ??= window.assay ? createIpcCarrier(window.assay) : createHttpCarrier()
  return carrier
}

/** Replaces the carrier, for tests. */
export function useCarrier(next: Carrier): void {
  carrier = next
}

/** Runs a command of the app or its host. Throws AppError. */
export async function call<Name extends CommandName>(name: Name, input: Input<Name>): Promise<Result<Name>> {
  const reply = await carry().call(name, input)
  if (!reply.ok) throw fromErrorData(reply.error)
  return reply.value as Result<Name>
}

/** Hears an event until the returned function is called. */
export const on = <Name extends EventName>(event: Name, listener: (data: AllEvents[Name]) => void): (() => void) =>
  carry().on(event, listener)

/** The reference under which the app can read a file of an input or a drop. `progress` gets the share uploaded. */
export const referTo = (file: File, progress: (share: number) => void = () => {}): Promise<FileRef> =>
  carry().refer(file, progress)

/** Shows a file that the app wrote: in the file manager, or as a download of the browser. */
export async function reveal(target: FileTarget): Promise<void> {
  if ('download' in target) carry().download(target.download)
  else await call('host.reveal', { target })
}
