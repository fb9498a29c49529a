import type { Cached, Context, Result } from "opwright/runtime";
import { ObjectMetaResourceReconciler } from "../generated/clash.example.com/v1/object-meta-reconciler.js";
import type { ObjectMetaResource } from "../generated/clash.example.com/v1/object-meta.js";

export class MyObjectMetaReconciler extends ObjectMetaResourceReconciler {
  override async reconcile(
    objectMetaResource: Cached<ObjectMetaResource>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: objectMetaResource.metadata.generation,
    });

    // Next steps:
    // - Compare what objectMetaResource.spec asks for with what is there.
    //   `cache`, beside `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
