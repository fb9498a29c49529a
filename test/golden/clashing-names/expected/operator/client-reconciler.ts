import type { Cached, Context, Result } from "opwright/runtime";
import { ClientResourceReconciler } from "../generated/clash.example.com/v1/client-reconciler.js";
import type { ClientResource } from "../generated/clash.example.com/v1/client.js";

export class MyClientReconciler extends ClientResourceReconciler {
  override async reconcile(
    clientResource: Cached<ClientResource>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: clientResource.metadata.generation,
    });

    // Next steps:
    // - Compare what clientResource.spec asks for with what is there. `cache`,
    //   beside `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
