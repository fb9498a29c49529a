import { Manager, managerFlags } from "opwright/runtime";
import { Cupboard } from "../generated/kitchen.example.com/v1/cupboard.js";
import { Kettle } from "../generated/kitchen.example.com/v1/kettle.js";
import { Spoon } from "../generated/kitchen.example.com/v1/spoon.js";
import { Table } from "../generated/kitchen.example.com/v1/table.js";
import { MyCupboardReconciler } from "./cupboard-reconciler.js";
import { MyKettleReconciler } from "./kettle-reconciler.js";
import { MySpoonReconciler } from "./spoon-reconciler.js";
import { MyTableReconciler } from "./table-reconciler.js";

async function main(): Promise<void> {
  const manager = await Manager.create({
    name: "operator",
    ...managerFlags(),
  });

  manager.controller(Cupboard, new MyCupboardReconciler());
  manager.controller(Kettle, new MyKettleReconciler());
  manager.controller(Spoon, new MySpoonReconciler());
  manager.controller(Table, new MyTableReconciler());

  await manager.run();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
