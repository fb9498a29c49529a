import type { Cached, Context, Result } from "opwright/runtime";
import { PromiseResourceReconciler } from "../generated/clash.example.com/v1/promise-reconciler.js";
import type { PromiseResource } from "../generated/clash.example.com/v1/promise.js";

export class MyPromiseReconciler extends PromiseResourceReconciler {
  override async reconcile(
    promiseResource: Cached<PromiseResource>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: promiseResource.metadata.generation,
    });

    // Next steps:
    // - Compare what promiseResource.spec asks for with what is there.
    //   `cache`, beside `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
