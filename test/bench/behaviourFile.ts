import { closeSync, openSync, writeSync } from 'node:fs'
import { createRandom } from '../../main/base/random.ts'

const header = 'user_id,time,product_id,type,quantity,price,amount,order_id,session_id,brand,category\n'

/** Sessions of a few acts each, in order of time, by 200,000 users on 20,000 products of which few are looked at often. */
export function writeBehaviour(path: string, rows: number): void {
  const random = createRandom(7)
  const file = openSync(path, 'w')
  let lines = [header]
  let timeMs = Date.UTC(2023, 0, 1)
  let left = 0
  let user = 0
  let session = ''
  for (let row = 0; row < rows; row++) {
    if (left === 0) {
      user = 1_000_000 + random.integer(200_000)
      session = `s${String(row).padStart(10, '0')}${random
        .integer(2 ** 32)
        .toString(16)
        .padStart(8, '0')}`
      left = 1 + random.integer(9)
    }
    left--
    timeMs += random.integer(31_000)
    const product = Math.floor(20_000 * random.uniform() ** 3)
    const price = 5 + (product % 977) * 0.37
    const quantity = 1 + random.integer(3)
    const chance = random.uniform()
    const type = chance < 0.8 ? 'view' : chance < 0.9 ? 'cart' : 'purchase'
    const time = new Date(timeMs).toISOString().slice(0, 19).replace('T', ' ')
    const order = type === 'purchase' ? `O${String(row).padStart(8, '0')}` : ''
    const money = `${quantity},${price.toFixed(2)},${(quantity * price).toFixed(2)}`
    const names = `brand${product % 500},cat${product % 60}/sub${product % 7}`
    lines.push(`${user},${time},P${String(product).padStart(5, '0')},${type},${money},${order},${session},${names}\n`)
    if (lines.length >= 10_000) {
      writeSync(file, lines.join(''))
      lines = []
    }
  }
  writeSync(file, lines.join(''))
  closeSync(file)
}
