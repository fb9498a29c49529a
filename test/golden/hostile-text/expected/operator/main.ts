import { Manager, managerFlags } from "opwright/runtime";
import { ObjectResource } from "../generated/hostile.example.com/v1/object.js";
import { MyObjectReconciler } from "./object-reconciler.js";

async function main(): Promise<void> {
  const manager = await Manager.create({
    name: "operator",
    ...managerFlags(),
  });

  manager.controller(ObjectResource, new MyObjectReconciler());

  await manager.run();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
