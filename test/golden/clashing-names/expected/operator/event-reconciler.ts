import type { Cached, Context, Result } from "opwright/runtime";
import { EventReconciler } from "../generated/clash.example.com/v1/event-reconciler.js";
import type { Event } from "../generated/clash.example.com/v1/event.js";

export class MyEventReconciler extends EventReconciler {
  override async reconcile(
    event: Cached<Event>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: event.metadata.generation,
    });

    // Next steps:
    // - Compare what event.spec asks for with what is there. `cache`, beside
    //   `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
