import type { Cached, Context, Result } from "opwright/runtime";
import { TableReconciler } from "../generated/kitchen.example.com/v1/table-reconciler.js";
import type { Table } from "../generated/kitchen.example.com/v1/table.js";

export class MyTableReconciler extends TableReconciler {
  override async reconcile(
    table: Cached<Table>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: table.metadata.generation,
    });

    // Next steps:
    // - Compare what table asks for with what is there. `cache`, beside `log`,
    //   reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
