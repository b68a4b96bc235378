import type { Handlers } from '../base/command.ts'
import { AssayError, toAssayError } from '../base/errors.ts'
import { version } from '../base/resources.ts'
import { errorData, type Reply } from '../contract.ts'
import { hostContract, type HostCommands, type HostInfo } from './contract.ts'
import { diagnostics } from './diagnostics.ts'
import { projectFolder } from './folders.ts'
import type { Log } from './log.ts'
import { publicSettings, type SettingsStore } from './settings.ts'

/** What answering a host command takes, whichever host it is. */
export interface HostContext {
  settings: SettingsStore
  log: Log
}

export type HostHandlers = Handlers<HostCommands, HostContext>

/** The commands that every host answers alike. */
export const commonHandlers = (host: HostInfo['host']) =>
  ({
    'host.info': () => ({
      host,
      version,
      platform: process.platform,
      dialogs: host === 'electron',
      projectFolder: projectFolder(),
    }),
    'host.settings': (_, { settings }) => publicSettings(settings.read()),
    'host.saveSettings': (changes, { settings }) => publicSettings(settings.change(changes)),
    'host.forgetRecent': ({ path }, { settings }) => {
      settings.forgetProject(path)
      return publicSettings(settings.read())
    },
    'host.diagnostics': (_, { log }) => diagnostics(host, log),
  }) satisfies Partial<HostHandlers>

export const isHostCommand = (name: string): boolean => name.startsWith('host.')

/** Validates a host command's input, runs it and answers; never throws. */
export async function callHost(
  handlers: HostHandlers,
  context: HostContext,
  name: string,
  input: unknown,
): Promise<Reply> {
  try {
    if (!Object.hasOwn(hostContract, name)) throw new AssayError('command.unknown', { name })
    const known = name as keyof HostCommands
    const parsed = hostContract[known].input.safeParse(input)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      throw new AssayError('input.invalid', { field: issue.path.join('.') || name, problem: issue.message })
    }
    const handler = handlers[known] as (input: unknown, context: HostContext) => unknown
    return { ok: true, value: await handler(parsed.data, context) }
  } catch (thrown) {
    const error = toAssayError(thrown)
    if (error.code === 'internal') console.error(error.cause ?? error)
    return { ok: false, error: errorData(error) }
  }
}
