// What no program on Node can beat: the bytes alone, or the bytes and JSON.parse of them. Argument: list, parsed-list, watch-list.
import { readFileSync } from 'node:fs'
import https from 'node:https'
import { join } from 'node:path'
import { arrived, asked, synced } from './report.mjs'

const [, , what] = process.argv
const agent = new https.Agent({ keepAlive: true, ca: readFileSync(join(asked.account, 'ca.crt')) })
const headers = { authorization: `Bearer ${readFileSync(join(asked.account, 'token'), 'utf8')}` }
const mark = '"kind":"Record"'
const path = `/apis/bench.opwright.dev/v1/namespaces/${asked.namespace}/records`

if (what === 'watch-list') await watchList()
else await list()
setInterval(() => {}, 60_000)

async function list() {
  const chunks = []
  let objects = 0
  let end = ''
  for await (const chunk of await get('')) {
    if (what === 'parsed-list') chunks.push(chunk)
    const text = end + chunk.toString('latin1')
    objects += text.split(mark).length - 1
    end = text.slice(-mark.length + 1)
  }
  const items = what === 'parsed-list' ? JSON.parse(Buffer.concat(chunks).toString()).items : []
  synced(what === 'parsed-list' ? items.length : objects)
}

async function watchList() {
  const query = '?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true'
  let text = ''
  let objects = 0
  let isSynced = false
  for await (const chunk of await get(query)) {
    if (asked.mode === 'sync') {
      text = text.slice(-200) + chunk.toString('latin1')
      objects += chunk.toString('latin1').split('\n').length - 1
      if (!isSynced && text.includes('k8s.io/initial-events-end')) {
        isSynced = true
        synced(objects - 1)
      }
    } else {
      const lines = (text + chunk.toString()).split('\n')
      text = lines.pop()
      for (const line of lines) {
        const { type, object } = JSON.parse(line)
        if (type !== 'BOOKMARK') arrived(object)
        else if (!isSynced) synced()
        isSynced ||= type === 'BOOKMARK'
      }
    }
  }
}

function get(query) {
  return new Promise((resolve, reject) => {
    const answered = response => {
      if (response.statusCode === 200) resolve(response)
      else reject(new Error(`the server has answered ${response.statusCode}`))
    }
    https.get(new URL(path + query, asked.server), { agent, headers }, answered).once('error', reject)
  })
}
