import type { Cached, Context, Result } from "opwright/runtime";
import { DrawerReconciler } from "../generated/attic.example.com/v1/drawer-reconciler.js";
import type { Drawer } from "../generated/attic.example.com/v1/drawer.js";

export class MyDrawerReconciler extends DrawerReconciler {
  override async reconcile(
    drawer: Cached<Drawer>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: drawer.metadata.generation,
    });

    // Next steps:
    // - Compare what drawer asks for with what is there. `cache`, beside
    //   `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
