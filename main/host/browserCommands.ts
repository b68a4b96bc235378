import { AssayError } from '../base/errors.ts'
import { commonHandlers, type HostHandlers } from './hostCommands.ts'

/** Host commands in a browser, which picks files and keeps downloads by itself. */
export const browserHandlers: HostHandlers = {
  ...commonHandlers('browser'),
  'host.pickFiles': () => {
    throw new AssayError('input.invalid', { field: 'host', problem: 'a browser picks files itself' })
  },
  'host.pickTarget': ({ suggestedName }) => ({ download: suggestedName }),
  'host.reveal': () => null, // the page starts the download
}
