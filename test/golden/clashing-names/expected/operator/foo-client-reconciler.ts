import type { Cached, Context, Result } from "opwright/runtime";
import { FooClientReconciler } from "../generated/clash.example.com/v1/foo-client-reconciler.js";
import type { FooClient } from "../generated/clash.example.com/v1/foo-client.js";

export class MyFooClientReconciler extends FooClientReconciler {
  override async reconcile(
    fooClient: Cached<FooClient>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: fooClient.metadata.generation,
    });

    // Next steps:
    // - Compare what fooClient.spec asks for with what is there. `cache`,
    //   beside `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
