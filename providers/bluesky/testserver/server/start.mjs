// Starts a private Bluesky on loopback: the PLC directory (in memory), the
// reference PDS, and with --appview the reference app view on a throwaway
// PostgreSQL. Makes two accounts, prints one JSON line, runs until SIGTERM.
//
//   node start.mjs [--appview] [--tethered]
//
//   PDS_PORT, PLC_PORT, APPVIEW_PORT  fixed ports (default: free ones)
//   RATE_LIMITS=1                     the PDS's own rate limits, off by default
//   LOG_ENABLED=1 LOG_LEVEL=debug     the servers' own logs
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { Secp256k1Keypair } from '@atproto/crypto'
import { PDS } from '@atproto/pds'
import { PlcServer, Database as PlcDatabase } from '@did-plc/server'

const ADMIN_PASSWORD = 'admin-pass'
const { env } = process
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'bluesky-'))
const closers = []

// None of these servers takes a bind address: keep them all off the network.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (port, ...rest) {
  return typeof port === 'number'
    ? listen.call(this, { port, host: '127.0.0.1' }, ...rest)
    : listen.call(this, port, ...rest)
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject)
    probe.listen(0, () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
const port = async (name) => Number(env[name]) || (await freePort())

let stopping
const stop = (code) =>
  (stopping ??= (async () => {
    const late = setTimeout(() => process.exit(1), 10_000)
    for (const close of closers.reverse()) await close().catch(() => {})
    fs.rmSync(dir, { recursive: true, force: true })
    clearTimeout(late)
    process.exit(code)
  })())
process.on('SIGTERM', () => stop(0))
process.on('SIGINT', () => stop(0))
// --tethered: stops with whoever holds the other end of standard input.
if (process.argv.includes('--tethered')) {
  process.stdin.resume().on('close', () => stop(0))
}

const startPlc = async () => {
  const at = await port('PLC_PORT')
  const plc = PlcServer.create({ db: PlcDatabase.mock(), port: at })
  await plc.start()
  closers.push(() => plc.destroy())
  return `http://localhost:${at}`
}

const startPds = async (didPlcUrl, at, appview) => {
  const rotation = await Secp256k1Keypair.create({ exportable: true })
  const pds = await PDS.fromEnv({
    devMode: true,
    disableSsrfProtection: true,
    port: at,
    hostname: 'localhost',
    dataDirectory: dir,
    blobstoreDiskLocation: path.join(dir, 'blobs'),
    didPlcUrl,
    serviceHandleDomains: ['.test'],
    inviteRequired: false,
    adminPassword: ADMIN_PASSWORD,
    jwtSecret: randomBytes(16).toString('hex'),
    plcRotationKeyK256PrivateKeyHex: Buffer.from(
      await rotation.export(),
    ).toString('hex'),
    rateLimitsEnabled: env.RATE_LIMITS === '1',
    ...(appview && {
      bskyAppViewUrl: appview.url,
      bskyAppViewDid: appview.did,
      bskyAppViewCdnUrlPattern: `${appview.url}/img/%s/plain/%s/%s@jpeg`,
    }),
  })
  await pds.start()
  closers.push(() => pds.destroy())
  return pds.ctx.cfg.service.publicUrl
}

const call = async (pds, method, body, jwt) => {
  const res = await fetch(`${pds}/xrpc/${method}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(jwt && { authorization: `Bearer ${jwt}` }),
    },
    body: JSON.stringify(body),
  })
  if (!res.ok) throw new Error(`${method}: ${await res.text()}`)
  return res.json()
}

const createAccount = async (pds, name) => {
  const password = `${name}-password`
  const { did, handle, accessJwt } = await call(
    pds,
    'com.atproto.server.createAccount',
    { email: `${name}@mail.test`, handle: `${name}.test`, password },
  )
  const app = await call(
    pds,
    'com.atproto.server.createAppPassword',
    { name: 'galley' },
    accessJwt,
  )
  return { did, handle, password, appPassword: app.password }
}

// Waits until the app view, which follows the PDS's event stream, has them.
const indexed = async (appview, accounts) => {
  const query = accounts.map((a) => `actors=${a.did}`).join('&')
  for (let tries = 0; tries < 300; tries++) {
    const res = await fetch(`${appview}/xrpc/app.bsky.actor.getProfiles?${query}`)
    const { profiles = [] } = res.ok ? await res.json() : {}
    const handles = profiles.map((p) => p.handle)
    if (accounts.every((a) => handles.includes(a.handle))) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('the app view did not index the accounts')
}

try {
  const plc = await startPlc()
  const pdsPort = await port('PDS_PORT')
  let appview
  if (process.argv.includes('--appview')) {
    const { startAppView } = await import('./appview.mjs')
    appview = await startAppView({
      dir,
      plc,
      pds: `http://localhost:${pdsPort}`,
      port: await port('APPVIEW_PORT'),
      freePort,
      adminPassword: ADMIN_PASSWORD,
      onStop: (close) => closers.push(close),
    })
  }
  const pds = await startPds(plc, pdsPort, appview)
  const alice = await createAccount(pds, 'alice')
  const bob = await createAccount(pds, 'bob')
  if (appview) await indexed(appview.url, [alice, bob])
  const line = { pds, plc, appview: appview?.url, ...alice, other: bob }
  console.log(JSON.stringify({ ...line, adminPassword: ADMIN_PASSWORD }))
} catch (err) {
  console.error(err)
  await stop(err.code === 'NO_POSTGRESQL' ? 69 : 1)
}
