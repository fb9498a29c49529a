import { Manager } from "opwright/runtime";
import { Loom } from "../generated/mill.example.com/v1/loom.js";
import { MyLoomReconciler } from "./loom-reconciler.js";

async function main(): Promise<void> {
  const manager = await Manager.create({ name: "operator" });

  manager.controller(Loom, new MyLoomReconciler());

  await manager.run();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
