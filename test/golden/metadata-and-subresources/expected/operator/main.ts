import { Manager, managerFlags } from "opwright/runtime";
import { Buoy } from "../generated/sea.example.com/v1/buoy.js";
import { Chart } from "../generated/sea.example.com/v1/chart.js";
import { Harbour } from "../generated/sea.example.com/v1/harbour.js";
import { Tide } from "../generated/sea.example.com/v1/tide.js";
import { MyBuoyReconciler } from "./buoy-reconciler.js";
import { MyChartReconciler } from "./chart-reconciler.js";
import { MyHarbourReconciler } from "./harbour-reconciler.js";
import { MyTideReconciler } from "./tide-reconciler.js";

async function main(): Promise<void> {
  const manager = await Manager.create({
    name: "operator",
    ...managerFlags(),
  });

  manager.controller(Buoy, new MyBuoyReconciler());
  manager.controller(Chart, new MyChartReconciler());
  manager.controller(Harbour, new MyHarbourReconciler());
  manager.controller(Tide, new MyTideReconciler());

  await manager.run();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
