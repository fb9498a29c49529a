import type { Cached, Context, Result } from "opwright/runtime";
import { ChartReconciler } from "../generated/sea.example.com/v1/chart-reconciler.js";
import type { Chart } from "../generated/sea.example.com/v1/chart.js";

export class MyChartReconciler extends ChartReconciler {
  override async reconcile(
    chart: Cached<Chart>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: chart.metadata.generation,
    });

    // Next steps:
    // - Compare what chart asks for with what is there. `cache`, beside `log`,
    //   reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
