import { createRandom } from '../../../main/base/random.ts'
import { createTestProject, type TestProject } from '../projects.ts'

const pick = <Value>(random: { integer(below: number): number }, values: readonly Value[]): Value =>
  values[random.integer(values.length)]

/** A small project of every table with what makes filters stumble: blanks, wildcards, quotes, capitals, Chinese, gaps. */
export async function createOddShop(seed: number): Promise<TestProject> {
  const random = createRandom(seed)
  const project = createTestProject('Asia/Shanghai')
  const users = ['u1', 'U2', '007', '100%', 'a_b', 'aXb', "o'x", '客户一', '客户二', '=1+1', 'back\\slash']
  const products = ['p1', 'P2', 'p10', 'p%', '商品', 'gone']
  const line = () => {
    const time = new Date(Date.UTC(2024, 0, 1) + random.integer(40 * 86_400_000)).toISOString().slice(0, 19)
    const type = pick(random, ['view', 'cart', 'purchase', 'purchase', 'return', 'wishlist'])
    const quantity = pick(random, ['', '1', '2', '-1', '400'])
    const price = pick(random, ['', '9.5', '0', '120'])
    const order = pick(random, ['', 'o1', 'O1', 'o_2'])
    return [pick(random, users), time, pick(random, ['', ...products]), type, quantity, price, order].join(',')
  }
  const head = 'user_id,time,product_id,type,quantity,price,order_id'
  for (const name of ['first.csv', 'second.csv']) {
    const lines = Array.from({ length: 60 }, line)
    await project.import(project.write(name, `${[head, ...lines].join('\n')}\n`), 'behaviour')
  }
  const catalogue = [
    'p1,Tea 100% pure,Nike,tea,9.9',
    'P2,tea_pot,NIKE,pots,',
    'p10,"Cup, small",,cups,3',
    'p%,茶壶,耐克,,120',
    '商品,,耐克,tea,0',
    'unsold,Spoon,,cups,1',
  ]
  await project.import(
    project.write('products.csv', `product_id,title,brand,category,price\n${catalogue.join('\n')}\n`),
    'products',
  )
  const people = ['u1,2023-12-01,F,north,ads', '007,,M,south,', '客户一,2024-01-05,,,ads', 'idle,2024-01-06,F,north,']
  await project.import(
    project.write('users.csv', `user_id,registered_at,gender,region,channel\n${people.join('\n')}\n`),
    'users',
  )
  await project.import(
    project.write('social.csv', 'user_id,peer_id,relation,weight\nu1,U2,friend,1\nu1,007,,2\n007,U2,family,\n'),
    'social',
  )
  await project.import(
    project.write('campaigns.csv', 'user_id,campaign,time,treated\nu1,mail,2024-01-02,1\nU2,mail,2024-01-02,0\n'),
    'campaigns',
  )
  return project
}
