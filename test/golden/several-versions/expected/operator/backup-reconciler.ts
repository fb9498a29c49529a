import type { Cached, Context, Result } from "opwright/runtime";
import { BackupReconciler } from "../generated/vault.example.com/v1/backup-reconciler.js";
import type { Backup } from "../generated/vault.example.com/v1/backup.js";

export class MyBackupReconciler extends BackupReconciler {
  override async reconcile(
    backup: Cached<Backup>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: backup.metadata.generation,
    });

    // Next steps:
    // - Compare what backup.spec asks for with what is there. `cache`, beside
    //   `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Tell how it went in the status: `new BackupClient(client)` writes it.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
