import type { Cached, Context, Result } from "opwright/runtime";
import { BarReconciler } from "../generated/other.example.com/v1/bar-reconciler.js";
import type { Bar } from "../generated/other.example.com/v1/bar.js";

export class MyBarReconciler extends BarReconciler {
  override async reconcile(
    bar: Cached<Bar>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: bar.metadata.generation,
    });

    // Next steps:
    // - Compare what bar.spec asks for with what is there. `cache`, beside
    //   `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
