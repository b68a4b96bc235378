/** Bytes of a text in an encoding that Node only decodes: found by decoding every pair of bytes once. */
export function encode(text: string, encoding: 'gb18030' | 'big5' | 'windows-1252'): Buffer {
  const table = tables[encoding]
  return Buffer.concat([...text].map((character) => table.get(character) ?? Buffer.from(character, 'latin1')))
}

const tables = {
  gb18030: tableOf('gb18030', 0x81, 0xfe),
  big5: tableOf('big5', 0xa1, 0xf9),
  'windows-1252': new Map(
    Array.from({ length: 128 }, (_, i) => Buffer.from([i + 128])).map((bytes) => [
      decoded('windows-1252', bytes),
      bytes,
    ]),
  ),
}

function tableOf(encoding: string, firstLead: number, lastLead: number): Map<string, Buffer> {
  const table = new Map<string, Buffer>()
  for (let lead = firstLead; lead <= lastLead; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const bytes = Buffer.from([lead, trail])
      const character = decoded(encoding, bytes)
      if (character.length === 1 && character !== '\uFFFD' && !table.has(character)) table.set(character, bytes)
    }
  }
  return table
}

function decoded(encoding: string, bytes: Buffer): string {
  return new TextDecoder(encoding).decode(bytes)
}
