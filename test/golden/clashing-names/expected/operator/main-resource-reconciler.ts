import type { Cached, Context, Result } from "opwright/runtime";
import { MainReconciler } from "../generated/clash.example.com/v1/main-resource-reconciler.js";
import type { Main } from "../generated/clash.example.com/v1/main-resource.js";

export class MyMainReconciler extends MainReconciler {
  override async reconcile(
    object: Cached<Main>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: object.metadata.generation,
    });

    // Next steps:
    // - Compare what object.spec asks for with what is there. `cache`, beside
    //   `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
