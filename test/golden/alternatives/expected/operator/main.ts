import { Manager, managerFlags } from "opwright/runtime";
import { Notifier } from "../generated/alerts.example.com/v1/notifier.js";
import { MyNotifierReconciler } from "./notifier-reconciler.js";

async function main(): Promise<void> {
  const manager = await Manager.create({
    name: "operator",
    ...managerFlags(),
  });

  manager.controller(Notifier, new MyNotifierReconciler());

  await manager.run();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
