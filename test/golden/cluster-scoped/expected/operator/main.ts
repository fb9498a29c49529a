import { Manager, managerFlags } from "opwright/runtime";
import { Region } from "../generated/atlas.example.com/v1/region.js";
import { MyRegionReconciler } from "./region-reconciler.js";

async function main(): Promise<void> {
  const manager = await Manager.create({
    name: "operator",
    ...managerFlags(),
  });

  manager.controller(Region, new MyRegionReconciler());

  await manager.run();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
