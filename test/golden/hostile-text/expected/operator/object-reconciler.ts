import type { Cached, Context, Result } from "opwright/runtime";
import { ObjectResourceReconciler } from "../generated/hostile.example.com/v1/object-reconciler.js";
import type { ObjectResource } from "../generated/hostile.example.com/v1/object.js";

export class MyObjectReconciler extends ObjectResourceReconciler {
  override async reconcile(
    objectResource: Cached<ObjectResource>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: objectResource.metadata.generation,
    });

    // Next steps:
    // - Compare what objectResource.spec asks for with what is there. `cache`,
    //   beside `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Tell how it went in the status: `new ObjectResourceClient(client)`
    //   writes it.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
