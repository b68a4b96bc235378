import { resolve } from 'node:path'
import { InvalidArgumentError, type Command } from 'commander'

/** `serve`: the workbench in a browser on this machine, until Ctrl-C. */
export function addServeCommand(program: Command): void {
  program
    .command('serve [project]')
    .description('open the workbench in a browser on this machine')
    .option('--port <n>', 'instead of any free one', port)
    .action(async (project: string | undefined, options: { port?: number }) => {
      // Loaded here: no other command needs a server.
      const { serveWorkbench } = await import('../browser.ts')
      await serveWorkbench({ project: project && resolve(project), port: options.port })
    })
}

function port(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0 && value < 65536) return value
  throw new InvalidArgumentError('a port from 1 to 65535 is expected')
}
