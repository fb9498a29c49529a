import { Manager, managerFlags } from "opwright/runtime";
import { Backup } from "../generated/vault.example.com/v1/backup.js";
import { MyBackupReconciler } from "./backup-reconciler.js";

async function main(): Promise<void> {
  const manager = await Manager.create({
    name: "operator",
    ...managerFlags(),
  });

  manager.controller(Backup, new MyBackupReconciler());

  await manager.run();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
