import { suite, type Test } from 'uvu'
import {
  BackupClient,
  type BackupNamespaceClient,
} from '../golden/several-versions/expected/generated/vault.example.com/v1/backup-client.js'
import { backupDefinition, Backups } from './backups.js'
import { connectClient, type ConnectedClient } from './connected-client.js'
import { TestCluster } from './test-cluster.js'

export interface BackupContext {
  cluster: TestCluster
  connection: ConnectedClient
  /** The client under test. */
  backups: BackupNamespaceClient
  /** The same objects without it. */
  actual: Backups
}

/** Each of its tests has a namespace and a connection of its own. */
export function backupSuite(name: string): Test<BackupContext> {
  const tests = suite<BackupContext>(name)

  tests.before(async context => {
    context.cluster = TestCluster.ofThisRun()
    await context.cluster.install(backupDefinition)
  })

  tests.before.each(async context => {
    context.connection = await connectClient(context.cluster.kubeconfig)
    context.actual = await Backups.inNewNamespace(context.cluster)
    context.backups = new BackupClient(context.connection.client).namespace(context.actual.namespace)
  })

  tests.after.each(async ({ connection, actual }) => {
    connection.close()
    await actual.removeNamespace()
  })

  tests.after(({ cluster }) => cluster.close())

  return tests
}
