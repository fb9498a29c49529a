// What no program on Node can beat: the bytes alone, or the bytes and JSON.parse of them. Argument: list, parsed-list, watch-list.
import { readFileSync } from 'node:fs'
import https from 'node:https'
import { join } from 'node:path'
import { arrived, asked, synced } from './report.mjs'

const [, , what] = process.argv
const agent = new https.Agent({ keepAlive: true, ca: readFileSync(join(asked.account, 'ca.crt')) })
const headers = { authorization: `Bearer ${readFileSync(join(asked.account, 'token'), 'utf8')}` }
const path = `/apis/bench.opwright.dev/v1/namespaces/${asked.namespace}/records`

if (what === 'watch-list') await watchList()
else await list()
setInterval(() => {}, 60_000)

async function list() {
  const kept = []
  let objects = 0
  let token = ''
  do {
    const chunks = []
    for await (const chunk of await get(`?limit=500${token && `&continue=${token}`}`)) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    if (what === 'parsed-list') kept.push(...JSON.parse(body.toString()).items)
    objects += body.toString('latin1').split('"kind":"Record"').length - 1
    token = /"continue":"([^"]*)"/.exec(body.toString('latin1', body.length - 1000))?.[1] ?? ''
  } while (token)
  synced(what === 'parsed-list' ? kept.length : objects)
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
    https.get(new URL(path + query, asked.server), { agent, headers }, resolve).once('error', reject)
  })
}
