import type { Cached, Context, Result } from "opwright/runtime";
import { IndexReconciler } from "../generated/clash.example.com/v1/index-resource-reconciler.js";
import type { Index } from "../generated/clash.example.com/v1/index-resource.js";

export class MyIndexReconciler extends IndexReconciler {
  override async reconcile(
    index: Cached<Index>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: index.metadata.generation,
    });

    // Next steps:
    // - Compare what index.spec asks for with what is there. `cache`, beside
    //   `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
