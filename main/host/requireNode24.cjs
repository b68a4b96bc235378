// Loaded before the sources, which run unbuilt: an older Node would only say that it does not know `.ts` files.
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  process.stderr.write(
    `Assay needs Node 24 or newer and found ${process.version}. Run it through npm (npm start, npm run assay), which ` +
      'brings its own; if this message comes from there, run: npm rebuild node\n',
  )
  process.exit(1)
}

// Types are stripped and sources compiled once instead of at every start, which halves the start of a command. The variable
// hands the same on to threads and processes, the call applies it here.
const { enableCompileCache } = process.getBuiltinModule('node:module')
const { join } = process.getBuiltinModule('node:path')
process.env.NODE_COMPILE_CACHE ??= join(__dirname, '../../node_modules/.cache/assay')
enableCompileCache(process.env.NODE_COMPILE_CACHE)
