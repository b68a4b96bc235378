// Loaded before the sources, which run unbuilt: an older Node would only say that it does not know `.ts` files.
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  process.stderr.write(
    `Assay needs Node 24 or newer and found ${process.version}. Run it through npm (npm start, npm run assay), which ` +
      'brings its own; if this message comes from there, run: npm rebuild node\n',
  )
  process.exit(1)
}
