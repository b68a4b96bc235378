import { createApp } from './app.ts'
import { serve } from './base/channel.ts'
import type { CommandInput, CommandName } from './contract.ts'
import { configFolder } from './host/folders.ts'
import { corePrint } from './host/printing.ts'
import { coreSpawn, portToParent } from './host/spawn.ts'

/** The core process: the app behind a port. It outlives nobody: when its parent goes, it closes the project and ends. */
const port = portToParent()
const app = createApp({
  ...coreSpawn(),
  print: corePrint(),
  settingsFolder: configFolder(),
  hasPages: true,
  emit: (name, data) => port.post({ kind: 'event', name, data: jsonSafe(data) }),
})

serve(port, {
  call: async ({ name, input }: { name: CommandName; input: CommandInput<CommandName> }) =>
    jsonSafe(await app.call(name, input)),
  close: () => app.close(),
})

port.onClose(end)
process.on('SIGTERM', end)
// Ctrl-C reaches every process of a terminal; the parent closes this one in order.
process.on('SIGINT', () => {})

function end(): void {
  void app.close().finally(() => process.exit(0))
}

/** The same values as over HTTP, whatever the carrier can clone: NaN becomes null, what is undefined goes. */
function jsonSafe(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
