import { Manager, managerFlags } from "opwright/runtime";
import { Drawer } from "../generated/attic.example.com/v1/drawer.js";
import { Hatch } from "../generated/attic.example.com/v1/hatch.js";
import { Trunk } from "../generated/attic.example.com/v1/trunk.js";
import { MyDrawerReconciler } from "./drawer-reconciler.js";
import { MyHatchReconciler } from "./hatch-reconciler.js";
import { MyTrunkReconciler } from "./trunk-reconciler.js";

async function main(): Promise<void> {
  const manager = await Manager.create({
    name: "operator",
    ...managerFlags(),
  });

  manager.controller(Drawer, new MyDrawerReconciler());
  manager.controller(Hatch, new MyHatchReconciler());
  manager.controller(Trunk, new MyTrunkReconciler());

  await manager.run();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
