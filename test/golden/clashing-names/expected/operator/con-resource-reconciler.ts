import type { Cached, Context, Result } from "opwright/runtime";
import { ConReconciler } from "../generated/clash.example.com/v1/con-resource-reconciler.js";
import type { Con } from "../generated/clash.example.com/v1/con-resource.js";

export class MyConReconciler extends ConReconciler {
  override async reconcile(
    con: Cached<Con>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: con.metadata.generation,
    });

    // Next steps:
    // - Compare what con.spec asks for with what is there. `cache`, beside
    //   `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
