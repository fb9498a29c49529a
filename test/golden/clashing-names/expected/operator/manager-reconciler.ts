import type { Cached, Context, Result } from "opwright/runtime";
import { ManagerResourceReconciler } from "../generated/clash.example.com/v1/manager-reconciler.js";
import type { ManagerResource } from "../generated/clash.example.com/v1/manager.js";

export class MyManagerReconciler extends ManagerResourceReconciler {
  override async reconcile(
    managerResource: Cached<ManagerResource>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: managerResource.metadata.generation,
    });

    // Next steps:
    // - Compare what managerResource.spec asks for with what is there.
    //   `cache`, beside `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
